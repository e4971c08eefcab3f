import { seededRandom } from "../seeded-random.ts";
import type { Intensity } from "./draw-workload.ts";

/** Traffic that is calm for a while and then comes all at once. */
export type BurstFit = {
  /** Mean lengths of both, which vary as exponentials do. */
  readonly calmMs: number;
  readonly burstMs: number;
  /** Rate in a burst ÷ rate in the calm. */
  readonly height: number;
};

/**
 * As ServeGen's clients (alibaba/ServeGen @ f891d1189eb3): peak ÷ mean 3.3. A fifth of the time is a burst of five times the
 * calm's rate: 2.8 times the mean, and the gaps' own variation on top.
 */
export const serveGenBursts: BurstFit = { calmMs: 40_000, burstMs: 10_000, height: 5 };

/** Asked with times that never go back. Its mean over time is 1. */
export function bursts(seed: number, { calmMs, burstMs, height }: BurstFit): Intensity {
  const random = seededRandom(seed);
  const calm = (calmMs + burstMs) / (calmMs + burstMs * height);
  let bursting = false;
  let untilMs = -Math.log(1 - random()) * calmMs;
  return (atMs) => {
    while (atMs >= untilMs) {
      bursting = !bursting;
      untilMs += -Math.log(1 - random()) * (bursting ? burstMs : calmMs);
    }
    return bursting ? calm * height : calm;
  };
}
