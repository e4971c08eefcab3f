import type { SimulationResult } from "./simulation-result.ts";

/** A look at the traffic takes this long, or until an even share has so many requests on average: of fewer chance is seen. */
const [shortestMs, leastRequests] = [10_000, 20] as const;

/** Of what an upstream gets over the whole run: above the first it is favoured, below the second left alone. */
const [favoured, leftAlone] = [1.5, 0.5] as const;

/** A swing is from the one to the other within so many looks; what takes longer goes with the traffic. */
const within = 3;

/** Of which less than this is to be expected, nothing is said. */
const leastExpected = 10;

/**
 * Oscillation: how many times a minute, over all upstreams, one that was favoured is left alone soon after, or the other way
 * round. Upstreams need not be alike: each is measured by its own share of the requests.
 */
export function swingsPerMinute(result: SimulationResult, upstreams: number): number {
  const lastMs = result.workload.arrivalMs.at(-1) ?? 0;
  const requests = result.workload.arrivalMs.length;
  const lookMs = Math.max(shortestMs, (leastRequests * upstreams * lastMs) / requests);
  const looks = Math.ceil(lastMs / lookMs);
  const counts = Array.from({ length: looks }, () => new Int32Array(upstreams));
  const all = new Int32Array(looks);
  const own = new Int32Array(upstreams);
  for (const [request, sentMs] of result.sentMs.entries()) {
    const upstream = result.upstream[request]!;
    const look = Math.floor(sentMs / lookMs);
    if (upstream < 0 || !(look < looks)) continue;
    counts[look]![upstream]! += 1;
    all[look]! += 1;
    own[upstream]! += 1;
  }
  const total = own.reduce((sum, count) => sum + count, 0);
  let swings = 0;
  for (let upstream = 0; upstream < upstreams; upstream++) {
    let was = 0;
    let wasAt = Number.NEGATIVE_INFINITY;
    for (let look = 0; look < looks; look++) {
      const expected = (all[look]! * own[upstream]!) / total;
      if (expected < leastExpected) continue;
      const times = counts[look]![upstream]! / expected;
      const is = times > favoured ? 1 : times < leftAlone ? -1 : 0;
      if (is === 0) continue;
      if (is === -was && look - wasAt <= within) swings++;
      [was, wasAt] = [is, look];
    }
  }
  return swings / (lastMs / 60_000);
}
