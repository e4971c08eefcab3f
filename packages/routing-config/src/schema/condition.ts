import { z } from "zod";
import { duration } from "./duration.ts";
import { headerPatterns } from "./header-patterns.ts";
import { decimal, integer } from "./number.ts";
import { patternList, patternOrList } from "./pattern.ts";
import { scheduleSchema } from "./schedule.ts";
import { share } from "./share.ts";
import { text } from "./text.ts";
import { upstreamReference } from "./upstream-reference.ts";
import { upstreamSelection } from "./upstream-selection.ts";

/** Against flapping: when a live condition becomes true and when it ceases to be. */
const steadiness = {
  for: duration("The value must be beyond its bound for this long; at once unless given.", {
    example: "30s",
    minMs: 0,
  }).optional(),
  hold: duration("Once true, the condition stays so for at least this long; 30s unless given, 0s for signals.", {
    example: "5m",
    minMs: 0,
  }).optional(),
};

/** Says what is measured, so that traffic which a rule moves does not change the rule's own signal. */
const of = upstreamSelection("Whose value is measured.");
const window = duration("How far back the value looks; 1m unless given.", { example: "1m", minMs: 1_000 }).optional();

const latency = (what: string) =>
  z
    .strictObject({
      of,
      window,
      above: duration("True above this time.", { example: "600ms" }),
      recover_below: duration("Ceases to be true below this time; as soon as it is not above any more unless given.", {
        example: "450ms",
      }).optional(),
      ...steadiness,
    })
    .meta({ description: `${what}, 95th percentile.` });

const shareAbove = {
  above: share("True above this share.", { example: "90%" }),
  recover_below: share("Ceases to be true below this share.", { example: "80%" }).optional(),
  ...steadiness,
};

const countAbove = {
  above: integer("True above this many.", { example: 32, min: 0 }),
  recover_below: integer("Ceases to be true below this many.", { example: 16, min: 0 }).optional(),
  ...steadiness,
};

const signalSchema = z
  .strictObject({
    name: text("Name under which the outside system sets the value.", { example: "gpu-spot-price", maxLength: 128 }),
    above: decimal("True above this value.", { example: 0.8 }).optional(),
    below: decimal("True below this value.", { example: 0.2 }).optional(),
    equals: text("True when the value is this text.", { example: "degraded" }).optional(),
    ...steadiness,
  })
  .meta({ description: "A value that an outside system has set on the admin port." });

const complexitySchema = z
  .strictObject({
    above: decimal("True above this.", { example: 0.65, min: 0, max: 1 }).optional(),
    below: decimal("True below this.", { example: 0.35, min: 0, max: 1 }).optional(),
  })
  .meta({ description: "How hard the question looks, from 0 to 1." });

/** All given keys must be true. That at least one is given is checked apart. */
export const conditionSchema = z
  .strictObject({
    schedule: scheduleSchema.optional(),
    first_token_p95: latency("Time to the first token").optional(),
    response_p95: latency("Time to the whole reply").optional(),
    error_rate: z
      .strictObject({ of, window, ...shareAbove })
      .meta({ description: "Share of requests that failed." })
      .optional(),
    in_flight: z
      .strictObject({ of, ...countAbove })
      .meta({ description: "Requests sent and not finished." })
      .optional(),
    quota_used: z
      .strictObject({ upstream: upstreamReference("Whose quota."), ...shareAbove })
      .meta({ description: "Share of an upstream's requests or tokens per minute that is used, whichever is more." })
      .optional(),
    spend_used: z
      .strictObject(shareAbove)
      .meta({ description: "Share of the route's `spend_limit` that is used." })
      .optional(),
    complexity: complexitySchema.optional(),
    tags: patternList("Tags of the request.", "batch").optional(),
    headers: headerPatterns("Headers of the request.").optional(),
    keys: patternList("Names of gateway keys.", "checkout-*").optional(),
    region: patternOrList("The caller's region (`x-meridian-region`, else the gateway's own).", "eu-*").optional(),
    signal: signalSchema.optional(),
  })
  .meta({ description: "When the rule applies: every given condition must be true." });

export type ConditionDocument = z.output<typeof conditionSchema>;
