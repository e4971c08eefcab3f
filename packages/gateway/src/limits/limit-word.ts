import type { LimitKind } from "@meridian/routing";

/** What each limit is called where it meets people: in error codes and labels of metrics. */
export const limitWord = {
  requestsPerMinute: "requests_per_minute",
  tokensPerMinute: "tokens_per_minute",
  inFlight: "in_flight",
  spend: "spend",
} as const satisfies Record<LimitKind, string>;
