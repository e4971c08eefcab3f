import type { SimulationResult } from "./simulation-result.ts";

const windowMs = 10_000;

/** Of an even share: above the first it is favoured, below the second left alone. */
const [favoured, leftAlone] = [1.5, 0.5] as const;

/**
 * Oscillation: how many times a minute, over all upstreams, one that was favoured in one window of 10 s is left alone in the
 * next, or the other way round. Windows with fewer than ten requests for each upstream say nothing.
 */
export function swingsPerMinute(result: SimulationResult, upstreams: number): number {
  const windows = Math.ceil((result.workload.arrivalMs.at(-1) ?? 0) / windowMs);
  const counts = Array.from({ length: windows }, () => new Int32Array(upstreams));
  for (const [request, sentMs] of result.sentMs.entries()) {
    const upstream = result.upstream[request]!;
    const window = counts[Math.floor(sentMs / windowMs)];
    if (window && upstream >= 0) window[upstream]! += 1;
  }
  let swings = 0;
  let before: Float64Array | null = null;
  for (const window of counts) {
    const all = window.reduce((sum, count) => sum + count, 0);
    const shares: Float64Array | null =
      all < 10 * upstreams ? null : Float64Array.from(window, (count) => (count * upstreams) / all);
    for (let upstream = 0; before && shares && upstream < upstreams; upstream++) {
      const [was, is] = [before[upstream]!, shares[upstream]!];
      if ((was > favoured && is < leftAlone) || (was < leftAlone && is > favoured)) swings++;
    }
    before = shares;
  }
  return swings / ((windows * windowMs) / 60_000);
}
