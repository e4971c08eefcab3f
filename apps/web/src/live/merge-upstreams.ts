import type { LiveUpstream } from "@meridian/live-protocol";
import { type UpstreamState, upstreamState, worstState } from "./upstream-state.ts";

/** One upstream as all connected gateways see it together. */
export type MergedUpstream = {
  readonly name: string;
  readonly inFlight: number;
  /** Its limits hold for all gateways together, and not for each. */
  readonly limitsShared: boolean;
  /** Mean of the gateways' moving averages, weighted by their traffic; null before the first sample. */
  readonly firstTokenMs: number | null;
  readonly state: UpstreamState;
  /** How many gateways see that state. */
  readonly seenBy: number;
  readonly gateways: number;
};

/** Adds up what each gateway said last. In the order of the first gateway's document, then new names. */
export function mergeUpstreams(
  views: readonly (readonly LiveUpstream[])[],
  nowMs: number,
  draining: ReadonlySet<string>,
): MergedUpstream[] {
  const byName = new Map<string, LiveUpstream[]>();
  for (const view of views) {
    for (const upstream of view) {
      const seen = byName.get(upstream.name);
      if (seen) seen.push(upstream);
      else byName.set(upstream.name, [upstream]);
    }
  }
  return [...byName].map(([name, seen]) => {
    const states = seen.map(({ health }) => upstreamState(health, nowMs, draining.has(name)));
    const state = worstState(states);
    return {
      name,
      inFlight: seen.reduce((sum, one) => sum + one.inFlight, 0),
      limitsShared: seen.some((one) => one.limitsShared === true),
      firstTokenMs: meanFirstToken(seen),
      state,
      seenBy: states.filter((one) => one === state).length,
      gateways: seen.length,
    };
  });
}

function meanFirstToken(seen: readonly LiveUpstream[]): number | null {
  let sum = 0;
  let weights = 0;
  for (const { firstTokenMs, inFlight, attemptsInTick } of seen) {
    if (firstTokenMs === null) continue;
    const weight = 1 + inFlight + attemptsInTick;
    sum += firstTokenMs * weight;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}
