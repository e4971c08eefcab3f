import type { UpstreamHealth } from "@meridian/routing";

/** What a person is told about an upstream, worst first. */
export const upstreamStates = [
  "misconfigured",
  "open",
  "failing_checks",
  "ejected",
  "cooling_down",
  "half_open",
  "draining",
  "warming_up",
  "healthy",
] as const;
export type UpstreamState = (typeof upstreamStates)[number];

/** The one state that matters most of an upstream's health at `nowMs` (the gateway's clock). */
export function upstreamState(health: UpstreamHealth, nowMs: number, draining: boolean): UpstreamState {
  if (health.misconfigured !== null) return "misconfigured";
  if (health.breaker.kind === "open") return "open";
  if (health.failsChecks) return "failing_checks";
  if (health.ejectedUntilMs > nowMs) return "ejected";
  if (health.cooldownUntilMs > nowMs) return "cooling_down";
  if (health.breaker.kind === "half_open") return "half_open";
  if (draining) return "draining";
  return health.warmth < 1 ? "warming_up" : "healthy";
}

/** The worst of several gateways' views: what asks for attention. */
export function worstState(states: readonly UpstreamState[]): UpstreamState {
  return upstreamStates.find((state) => states.includes(state)) ?? "healthy";
}
