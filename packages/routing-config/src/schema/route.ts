import { z } from "zod";
import { affinitySchema } from "./affinity.ts";
import { callerIdentity } from "./caller-identity.ts";
import { canarySchema } from "./canary.ts";
import { captureSchema } from "./capture.ts";
import { hedgeSchema } from "./hedge.ts";
import { routeLimitsSchema } from "./limits.ts";
import { matchSchema } from "./match.ts";
import { objectivesSchema } from "./objectives.ts";
import { outlierEjectionSchema } from "./outlier-ejection.ts";
import { policySchema } from "./policy.ts";
import { requirementsSchema } from "./requirements.ts";
import { retrySchema } from "./retry.ts";
import { ruleSchema } from "./rule.ts";
import { spendLimitSchema } from "./spend-limit.ts";
import { targetSchema } from "./target.ts";
import { text } from "./text.ts";
import { timeoutsSchema } from "./timeouts.ts";

/** Match, policy and targets. */
export const routeSchema = z
  .strictObject({
    description: text("What this route is for, in plain words.", {
      example: "Customer questions about orders and refunds.",
      maxLength: 2_000,
    }).optional(),
    match: matchSchema.optional(),
    objectives: objectivesSchema.optional(),
    policy: policySchema,
    targets: z.array(targetSchema).meta({ description: "The upstreams that may serve this route.", minItems: 1 }),
    requirements: requirementsSchema.optional(),
    outlier_ejection: outlierEjectionSchema.optional(),
    sticky_key: z
      .array(callerIdentity("Who the caller is.", ["user", "session", "gateway_key"]))
      .meta({
        description:
          "Who stays in a canary, a prompt variant or a version ramp: the first that is present. `[user, session]` unless given; a request that has none is counted by itself.",
      })
      .optional(),
    affinity: affinitySchema.optional(),
    rules: z
      .array(ruleSchema)
      .meta({ description: "What is preferred, and when. The first rule that applies wins." })
      .optional(),
    canary: canarySchema.optional(),
    retry: retrySchema.optional(),
    hedge: hedgeSchema.optional(),
    timeouts: timeoutsSchema.optional(),
    limits: routeLimitsSchema.optional(),
    spend_limit: spendLimitSchema.optional(),
    capture: captureSchema.optional(),
    prompt: text("Name of a prompt strategy of this document.", { example: "refunds", maxLength: 128 }).optional(),
  })
  .meta({ description: "Which requests are served, by which upstreams, in which order." });

export type RouteDocument = z.output<typeof routeSchema>;
