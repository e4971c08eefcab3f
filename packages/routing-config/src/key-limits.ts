import { z } from "zod";

/** More than this a minute is as good as no limit, and what a gateway remembers for it stays small. */
const mostRequestsPerMinute = 60_000;
const mostInFlight = 10_000;

/**
 * What callers with one gateway key may use up. A limit that is not given does not hold. Each gateway keeps them by
 * itself, from its start: with two gateways twice as much gets through.
 */
export const keyLimitsSchema = z.strictObject({
  /** Requests begun within any 60 s. */
  requestsPerMinute: z.number().int().min(1).max(mostRequestsPerMinute).optional(),
  /** Requests that have begun and not ended. */
  inFlight: z.number().int().min(1).max(mostInFlight).optional(),
});

export type KeyLimits = z.infer<typeof keyLimitsSchema>;
