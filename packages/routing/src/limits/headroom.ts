import type { CountedLimit } from "../policy-options.ts";
import { nanoUsdPerUsd, type ScopeUsage } from "./scope-usage.ts";
import type { UsageAmount } from "./usage-reservation.ts";

/** How much is left of the limit that has the least left, once a request is let in. */
export type Headroom = {
  /** null: none of the limits that count is set. */
  readonly limit: CountedLimit | null;
  /** 0..1 of it; 1 without a limit. */
  readonly left: number;
};

const unlimited: Headroom = { limit: null, left: 1 };

/** What an upstream is asked for, and by how much it is limited. */
export type Headed = {
  /** Of its limits by the minute and of spend; null where it has none. */
  readonly usage: ScopeUsage | null;
  readonly inFlight: number;
  /** Infinity without a cap. */
  readonly maxInFlight: number;
};

/** Of the limits in `counted`, what is left by share once `amount` more is used and one more request is in flight. */
export function headroomOf(
  { usage, inFlight, maxInFlight }: Headed,
  amount: UsageAmount,
  counted: readonly CountedLimit[],
  nowMs: number,
): Headroom {
  if (usage === null && maxInFlight === Number.POSITIVE_INFINITY) return unlimited;
  let limit: CountedLimit | null = null;
  let used = 0;
  for (const each of counted) {
    const share = each === "max_in_flight" ? (inFlight + 1) / maxInFlight : usedShare(usage, each, amount, nowMs);
    if (share <= used) continue;
    used = share;
    limit = each;
  }
  return limit === null ? unlimited : { limit, left: Math.max(0, 1 - used) };
}

/** 0 without that limit. */
function usedShare(
  usage: ScopeUsage | null,
  limit: Exclude<CountedLimit, "max_in_flight">,
  amount: UsageAmount,
  nowMs: number,
): number {
  if (usage === null) return 0;
  const { requestsPerMinute, tokensPerMinute, spend } = usage.limits;
  switch (limit) {
    case "requests_per_minute":
      return requestsPerMinute === undefined ? 0 : ((usage.requests?.usedAt(nowMs) ?? 0) + 1) / requestsPerMinute;
    case "tokens_per_minute":
      return tokensPerMinute === undefined ? 0 : ((usage.tokens?.usedAt(nowMs) ?? 0) + amount.tokens) / tokensPerMinute;
    case "spend":
      return spend === undefined
        ? 0
        : ((usage.spend?.usedAt(nowMs) ?? 0) + amount.nanoUsd) / (spend.amountUsd * nanoUsdPerUsd);
  }
}

/** Completes "72 % of … left". */
export const limitInWords: Readonly<Record<CountedLimit, string>> = {
  requests_per_minute: "its requests a minute",
  tokens_per_minute: "its tokens a minute",
  max_in_flight: "its places in flight",
  spend: "its spend limit",
};
