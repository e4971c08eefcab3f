export const spendPeriods = ["hour", "day", "week", "month"] as const;
export type SpendPeriod = (typeof spendPeriods)[number];

/** How much may be spent in a period of the calendar. Weeks begin on Monday. */
export type SpendLimit = {
  readonly amountUsd: number;
  readonly period: SpendPeriod;
  /** IANA name of the zone in which periods begin. */
  readonly timeZone: string;
};

/** What may be used up by one key, route, upstream or workspace. What is not given is not limited. */
export type UsageLimits = {
  /** Requests begun within any 60 s. */
  readonly requestsPerMinute?: number | undefined;
  /** Input and output tokens of the requests begun within any 60 s. */
  readonly tokensPerMinute?: number | undefined;
  /** Requests begun and not ended. */
  readonly inFlight?: number | undefined;
  readonly spend?: SpendLimit | undefined;
};

export type LimitKind = keyof UsageLimits;

/** Which limit keeps a request out, and when trying again makes sense. */
export type LimitReached = {
  readonly limit: LimitKind;
  /** The limit itself: requests, tokens, or US dollars. */
  readonly most: number;
  /** null: never, since the request alone is larger than the limit. */
  readonly retryAfterMs: number | null;
};

/** Of two limits the one that keeps a request out for longer: who came again after the other would be refused once more. */
export function longerOf<Reached extends LimitReached>(one: Reached | null, other: Reached | null): Reached | null {
  if (!one || !other) return one ?? other;
  const isLonger = one.retryAfterMs === null || (other.retryAfterMs !== null && one.retryAfterMs >= other.retryAfterMs);
  return isLonger ? one : other;
}
