import { spendPeriods, type UsageLimits as RoutingLimits } from "@meridian/routing";
import { z } from "zod";
import { isTimeZone } from "./schema/time-zone.ts";

/** More than these is as good as no limit. */
export const highestLimits = {
  requestsPerMinute: 60_000,
  tokensPerMinute: 1_000_000_000,
  inFlight: 10_000,
  amountUsd: 1_000_000_000,
} as const;

export const spendLimitSchema = z.strictObject({
  amountUsd: z.number().positive().max(highestLimits.amountUsd),
  period: z.enum(spendPeriods),
  /** IANA name of the zone in which periods begin. */
  timeZone: z.string().refine(isTimeZone, "Write an IANA name such as `America/New_York`, `Europe/Berlin` or `UTC`."),
});

/** What callers with one gateway key, or all of a workspace, may use up. A limit that is not given does not hold. */
export const usageLimitsSchema = z.strictObject({
  /** Requests begun within any 60 s. */
  requestsPerMinute: z.number().int().min(1).max(highestLimits.requestsPerMinute).optional(),
  /** Input and output tokens of the requests begun within any 60 s. */
  tokensPerMinute: z.number().int().min(1).max(highestLimits.tokensPerMinute).optional(),
  /** Requests that have begun and not ended. */
  inFlight: z.number().int().min(1).max(highestLimits.inFlight).optional(),
  spend: spendLimitSchema.optional(),
}) satisfies z.ZodType<RoutingLimits>;

export type UsageLimits = z.infer<typeof usageLimitsSchema>;
