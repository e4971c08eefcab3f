import type { Skipped, SkipReason } from "../route-plan.ts";
import type { PlanTarget } from "./plan-target.ts";

/** Reasons that panic overrules: better the least bad upstream than none. Never what the upstream or a person asked for. */
export type Availability =
  | "available"
  | Extract<
      SkipReason,
      "credentials" | "cooling_down" | "max_in_flight" | "breaker_open" | "breaker_probing" | "ejected"
    >;

/** Whether a target may be tried now. What panic cannot overrule is found first. */
export function availabilityOf(target: PlanTarget, nowMs: number): Availability {
  const { state } = target;
  const { health } = state;
  if (health.misconfigured !== null && health.misconfiguredProbeDueAtMs() > nowMs) return "credentials";
  if (health.cooldownUntilMs > nowMs) return "cooling_down";
  if (state.inFlight >= target.maxInFlight) return "max_in_flight";
  const breaker = health.breakerAt(nowMs);
  if (breaker.kind === "open") return "breaker_open";
  if (breaker.kind === "half_open" && state.probing) return "breaker_probing";
  const ejectedUntilMs = target.ejection === null ? 0 : target.ejection.untilMs;
  if (ejectedUntilMs > nowMs || (ejectedUntilMs > 0 && state.probing)) return "ejected";
  return "available";
}

/** Whether panic may try it all the same. */
export const isBadHealth = (availability: Availability): boolean =>
  availability === "breaker_open" || availability === "breaker_probing" || availability === "ejected";

/** The same with its reason in words. */
export function skippedBecause(target: PlanTarget, reason: Exclude<Availability, "available">, nowMs: number): Skipped {
  const { name } = target.upstream;
  return { name, reason, why: whyOf(target, reason, nowMs) };
}

function whyOf(target: PlanTarget, reason: Exclude<Availability, "available">, nowMs: number): string {
  const { health, inFlight } = target.state;
  switch (reason) {
    case "credentials":
      return health.misconfigured === "credentials"
        ? "refuses the gateway's credentials"
        : "does not have the configured model";
    case "cooling_down":
      return `rate limited, for another ${seconds(health.cooldownUntilMs - nowMs)}`;
    case "max_in_flight":
      return `${inFlight} in flight of at most ${target.maxInFlight}`;
    case "breaker_open": {
      const breaker = health.breakerAt(nowMs);
      if (breaker.kind !== "open") return "circuit breaker is open";
      return `circuit breaker open after ${openedBy[breaker.because]}, for another ${seconds(breaker.untilMs - nowMs)}`;
    }
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

const openedBy = {
  consecutive_failures: "failures in a row",
  error_rate: "too many failures",
  probe_failed: "a failed probe",
} as const;

const seconds = (ms: number): string => (ms < 1_000 ? `${Math.ceil(ms)} ms` : `${Math.ceil(ms / 1_000)} s`);

/** ms until a target that is skipped for that reason may be tried again; null when nobody can know. */
export function dueInMs(target: PlanTarget, reason: Availability, nowMs: number): number | null {
  const { health } = target.state;
  if (reason === "cooling_down") return health.cooldownUntilMs - nowMs;
  if (reason === "credentials") return health.misconfiguredProbeDueAtMs() - nowMs;
  return null;
}
