import { createArrivals } from "../arrivals/create-arrivals.ts";
import type { TraceFit } from "../arrivals/trace-fit.ts";
import type { Workload } from "../simulation/workload.ts";

/** How busy a moment is: 1 is the mean. */
export type Intensity = (atMs: number) => number;

/** Requests with a trace's statistics, of which nothing but lengths and times is known. */
export function drawWorkload(seed: number, fit: TraceFit, count: number, intensity: Intensity = () => 1): Workload {
  const next = createArrivals(seed, fit);
  const arrivalMs = new Float64Array(count);
  const promptTokens = new Int32Array(count);
  const outputTokens = new Int32Array(count);
  let nowMs = 0;
  for (let at = 0; at < count; at++) {
    const arrival = next();
    nowMs += arrival.gapMs / intensity(nowMs);
    arrivalMs[at] = nowMs;
    promptTokens[at] = arrival.promptTokens;
    outputTokens[at] = arrival.outputTokens;
  }
  return { arrivalMs, promptTokens, outputTokens, blockTokens: 0, blocks: null, session: null, gateway: null };
}
