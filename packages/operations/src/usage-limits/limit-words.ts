import type { UsageLimits } from "@meridian/routing-config";

/** One sentence fragment a limit, for the audit log. */
export function limitWords({ requestsPerMinute, tokensPerMinute, inFlight, spend }: UsageLimits): string[] {
  return [
    ...(requestsPerMinute === undefined ? [] : [`${requestsPerMinute} requests a minute`]),
    ...(tokensPerMinute === undefined ? [] : [`${tokensPerMinute} tokens a minute`]),
    ...(inFlight === undefined ? [] : [`${inFlight} in flight`]),
    ...(spend === undefined ? [] : [`${spend.amountUsd} USD a ${spend.period} (${spend.timeZone})`]),
  ];
}
