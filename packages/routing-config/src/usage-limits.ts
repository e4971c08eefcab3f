import { spendPeriods, type UsageLimits as RoutingLimits } from "@meridian/routing";
import { z } from "zod";
import { isTimeZone } from "./schema/time-zone.ts";

/** More than this a minute is as good as no limit. */
const mostRequestsPerMinute = 60_000;
const mostTokensPerMinute = 1_000_000_000;
const mostInFlight = 10_000;
const mostUsd = 1_000_000_000;

export const spendLimitSchema = z.strictObject({
  amountUsd: z.number().positive().max(mostUsd),
  period: z.enum(spendPeriods),
  /** IANA name of the zone in which periods begin. */
  timeZone: z.string().refine(isTimeZone, "Write an IANA name such as `America/New_York`, `Europe/Berlin` or `UTC`."),
});

/** What callers with one gateway key, or all of a workspace, may use up. A limit that is not given does not hold. */
export const usageLimitsSchema = z.strictObject({
  /** Requests begun within any 60 s. */
  requestsPerMinute: z.number().int().min(1).max(mostRequestsPerMinute).optional(),
  /** Input and output tokens of the requests begun within any 60 s. */
  tokensPerMinute: z.number().int().min(1).max(mostTokensPerMinute).optional(),
  /** Requests that have begun and not ended. */
  inFlight: z.number().int().min(1).max(mostInFlight).optional(),
  spend: spendLimitSchema.optional(),
}) satisfies z.ZodType<RoutingLimits>;

export type UsageLimits = z.infer<typeof usageLimitsSchema>;
