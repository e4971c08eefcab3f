import { type LimitKind, type LimitReached, longerOf } from "../limits/usage-limits.ts";
import { nanoUsdPerUsd } from "../limits/scope-usage.ts";
import { estimateUsage, type TokenEstimate } from "../limits/upstream-estimate.ts";
import type { Skipped, SkipReason } from "../route-plan.ts";
import type { PlanTarget } from "./plan-target.ts";

/** Reasons that panic overrules: better the least bad upstream than none. Never what the upstream or a person asked for. */
export type Availability =
  | "available"
  | Extract<
      SkipReason,
      | "credentials"
      | "cooling_down"
      | "max_in_flight"
      | "not_leased"
      | "requests_per_minute"
      | "tokens_per_minute"
      | "spend"
      | "breaker_open"
      | "breaker_probing"
      | "ejected"
      | "health_check"
    >;

/** Whether a target may be tried now. What panic cannot overrule is found first. */
export function availabilityOf(target: PlanTarget, ask: TokenEstimate, nowMs: number): Availability {
  const { state } = target;
  const { health } = state;
  if (health.misconfigured !== null && health.misconfiguredProbeDueAtMs() > nowMs) return "credentials";
  if (health.cooldownUntilMs > nowMs) return "cooling_down";
  if (state.usage.refusesInFlight()) return state.usage.moreInFlightToCome ? "not_leased" : "max_in_flight";
  const reached = state.limited ? limitReached(target, ask, nowMs) : null;
  if (reached !== null) return reasonOfLimit[reached.limit];
  if (health.failsChecksSinceMs !== 0) return "health_check";
  const breaker = health.breakerAt(nowMs);
  if (breaker.kind === "open") return "breaker_open";
  if (breaker.kind === "half_open" && state.probing) return "breaker_probing";
  const ejectedUntilMs = target.ejection === null ? 0 : target.ejection.untilMs;
  if (ejectedUntilMs > nowMs || (ejectedUntilMs > 0 && state.probing)) return "ejected";
  return "available";
}

/** Which of the upstream's own limits the request would break; null when none. */
const limitReached = ({ state, upstream }: PlanTarget, ask: TokenEstimate, nowMs: number): LimitReached | null =>
  longerOf(state.usage.refusesRequest(nowMs), state.usage.refusesUsage(estimateUsage(ask, upstream.price), nowMs));

const reasonOfLimit = {
  requestsPerMinute: "requests_per_minute",
  tokensPerMinute: "tokens_per_minute",
  inFlight: "max_in_flight",
  spend: "spend",
} as const satisfies Record<LimitKind, Availability>;

/** Whether panic may try it all the same. */
export const isBadHealth = (availability: Availability): boolean => badHealth.some((each) => each === availability);

const badHealth: readonly Availability[] = ["breaker_open", "breaker_probing", "ejected", "health_check"];

/** The same with its reason in words. */
export function skippedBecause(
  target: PlanTarget,
  reason: Exclude<Availability, "available">,
  ask: TokenEstimate,
  nowMs: number,
): Skipped {
  const { name } = target.upstream;
  return { name, reason, why: whyOf(target, reason, ask, nowMs) };
}

function whyOf(
  target: PlanTarget,
  reason: Exclude<Availability, "available">,
  ask: TokenEstimate,
  nowMs: number,
): string {
  const { health, inFlight } = target.state;
  switch (reason) {
    case "credentials":
      return health.misconfigured === "credentials"
        ? "refuses the gateway's credentials"
        : "does not have the configured model";
    case "cooling_down":
      return `rate limited, for another ${seconds(health.cooldownUntilMs - nowMs)}`;
    case "max_in_flight": {
      const elsewhere = inFlight < target.maxInFlight ? ", the rest in other gateways" : "";
      return `${inFlight} in flight of at most ${target.maxInFlight}${elsewhere}`;
    }
    case "not_leased":
      return `${inFlight} in flight of at most ${target.maxInFlight}, and no more leased yet`;
    case "requests_per_minute":
    case "tokens_per_minute":
    case "spend": {
      const dueMs = dueInMs(target, reason, ask, nowMs);
      return `${usedUp(target, reason, ask, nowMs)}, ${dueMs === null ? "whatever it waits" : `for another ${seconds(dueMs)}`}`;
    }
    case "breaker_open": {
      const breaker = health.breakerAt(nowMs);
      if (breaker.kind !== "open") return "circuit breaker is open";
      return `circuit breaker open after ${openedBy[breaker.because]}, for another ${seconds(breaker.untilMs - nowMs)}`;
    }
    case "health_check":
      return `has failed its health checks for ${seconds(nowMs - health.failsChecksSinceMs)}`;
    case "breaker_probing":
      return "circuit breaker half-open, one request is finding out";
    case "ejected": {
      const untilMs = target.ejection?.untilMs ?? 0;
      return untilMs > nowMs
        ? `ejected as an outlier, for another ${seconds(untilMs - nowMs)}`
        : "ejected as an outlier, one request is finding out";
    }
  }
}

function usedUp(
  { state, upstream }: PlanTarget,
  reason: "requests_per_minute" | "tokens_per_minute" | "spend",
  ask: TokenEstimate,
  nowMs: number,
): string {
  const { limits, requests, tokens, spend } = state.usage;
  switch (reason) {
    case "requests_per_minute":
      return `${requests?.usedAt(nowMs) ?? 0} of ${limits.requestsPerMinute} requests a minute begun`;
    case "tokens_per_minute": {
      const more = estimateUsage(ask, upstream.price).tokens;
      return `${tokens?.usedAt(nowMs) ?? 0} of ${limits.tokensPerMinute} tokens a minute used, about ${more} more asked for`;
    }
    case "spend": {
      const usd = ((spend?.usedAt(nowMs) ?? 0) / nanoUsdPerUsd).toFixed(2);
      return `$${usd} of $${limits.spend?.amountUsd} of this ${limits.spend?.period} spent`;
    }
  }
}

const openedBy = {
  consecutive_failures: "failures in a row",
  error_rate: "too many failures",
  probe_failed: "a failed probe",
} as const;

const seconds = (ms: number): string => (ms < 1_000 ? `${Math.ceil(ms)} ms` : `${Math.ceil(ms / 1_000)} s`);

const waits: readonly SkipReason[] = [
  "cooling_down",
  "not_leased",
  "requests_per_minute",
  "tokens_per_minute",
  "spend",
];

/** Leases come several times a second. */
const untilLeasedMs = 500;

/** Whether waiting, and nothing else, brings it back: it is well, and has had too much. */
export const isTimeToWait = (reason: Availability | SkipReason): boolean => waits.some((each) => each === reason);

/** ms until a target that is skipped for that reason may be tried again; null when nobody can know. */
export function dueInMs(target: PlanTarget, reason: Availability, ask: TokenEstimate, nowMs: number): number | null {
  const { health } = target.state;
  if (reason === "not_leased") return untilLeasedMs;
  if (isTimeToWait(reason)) {
    return reason === "cooling_down"
      ? health.cooldownUntilMs - nowMs
      : (limitReached(target, ask, nowMs)?.retryAfterMs ?? null);
  }
  if (reason === "credentials") return health.misconfiguredProbeDueAtMs() - nowMs;
  return null;
}
