import type { SimulationResult } from "./simulation-result.ts";
import type { SimulatedUpstream } from "./simulated-upstream.ts";

/** How a router deals with an upstream that is slow for a while and fails nothing. */
export type SlowFigures = {
  /** 0..1: requests that were sent there from 5 s after it became slow until it was well again, of all sent meanwhile. */
  readonly shareAfter5s: number;
  /** ms from then until 10 s in which it got at least half of an even share; NaN: never. */
  readonly foundAgainMs: number;
};

const noticedWithinMs = 5_000;
const windowMs = 10_000;

/** null where no upstream was slow; the first that was, and its first time, where there are more. */
export function slowFigures(result: SimulationResult, upstreams: readonly SimulatedUpstream[]): SlowFigures | null {
  const slow = upstreams.findIndex(({ faults }) => faults.some(({ kind }) => kind === "slow"));
  const span = upstreams[slow]?.faults.find(({ kind }) => kind === "slow");
  if (!span) return null;
  const shareOf = (fromMs: number, toMs: number) => {
    let all = 0;
    let there = 0;
    for (const [request, sentMs] of result.sentMs.entries()) {
      if (!(sentMs >= fromMs && sentMs < toMs)) continue;
      all++;
      if (result.upstream[request] === slow) there++;
    }
    return there / all;
  };
  const lastMs = result.workload.arrivalMs.at(-1) ?? 0;
  let foundMs = span.toMs;
  while (foundMs < lastMs && !(shareOf(foundMs, foundMs + windowMs) >= 0.5 / upstreams.length)) foundMs += 1_000;
  return {
    shareAfter5s: shareOf(span.fromMs + noticedWithinMs, span.toMs),
    foundAgainMs: foundMs < lastMs ? foundMs - span.toMs : Number.NaN,
  };
}
