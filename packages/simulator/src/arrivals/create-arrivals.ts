import { seededRandom } from "../seeded-random.ts";
import { quantileAt } from "./quantiles.ts";
import type { TraceFit } from "./trace-fit.ts";

/** One request of generated traffic. */
export type Arrival = {
  /** Since the arrival before it. */
  readonly gapMs: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
};

/**
 * Endless repeatable traffic with a trace's statistics: each call of what it returns is the next arrival.
 *
 * Gaps come from two exponentials mixed so that each brings half of the mean (the usual two-phase fit), which gives
 * exactly the asked variation.
 */
export function createArrivals(seed: number, fit: TraceFit): () => Arrival {
  const random = seededRandom(seed);
  const squared = Math.max(1, fit.gapVariation) ** 2;
  const shortShare = (1 + Math.sqrt((squared - 1) / (squared + 1))) / 2;
  const meanGapMs = 1000 / fit.requestsPerSecond;
  return () => {
    const share = random() < shortShare ? shortShare : 1 - shortShare;
    return {
      gapMs: (-Math.log(1 - random()) * meanGapMs) / (2 * share),
      promptTokens: Math.max(1, Math.round(quantileAt(fit.promptTokens, random()))),
      outputTokens: Math.max(1, Math.round(quantileAt(fit.outputTokens, random()))),
    };
  };
}
