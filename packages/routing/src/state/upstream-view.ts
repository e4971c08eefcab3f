import type { UpstreamLive } from "../live-view.ts";
import type { UpstreamState } from "./upstream-state.ts";

/** A snapshot of an upstream's state for people and dashboards. */
export function viewOf(state: UpstreamState, nowMs: number): UpstreamLive {
  const { health, latency, usage, reading } = state;
  let ejectedUntilMs = 0;
  for (const { place } of state.ejections) ejectedUntilMs = Math.max(ejectedUntilMs, place.untilMs);
  const { cooldownUntilMs, misconfigured } = health;
  return {
    inFlight: state.inFlight,
    ...(usage.shared ? { limitsShared: true } : {}),
    outstandingTokens: state.outstandingTokens,
    firstTokenMs: latency.firstTokenMsAt(nowMs),
    perTokenMs: latency.perTokenMsAt(nowMs),
    ...(reading ? { reading: reading.view() } : {}),
    health: {
      breaker: health.breakerAt(nowMs),
      ejectedUntilMs: ejectedUntilMs > nowMs ? ejectedUntilMs : 0,
      cooldownUntilMs: cooldownUntilMs > nowMs ? cooldownUntilMs : 0,
      misconfigured,
      ...(health.failsChecksSinceMs === 0 ? {} : { failsChecks: true }),
      warmth: health.warmthAt(nowMs),
    },
  };
}
