import { seededRandom } from "@meridian/simulator";

/** A median over seeds, with the interval that 95 % of resampled medians fall into. */
export type Estimate = { readonly median: number; readonly low: number; readonly high: number };

const resamples = 2_000;

/** The median of some runs and its bootstrap interval. The same values give the same interval. NaN: in no run. */
export function estimateOf(values: readonly number[]): Estimate {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  const random = seededRandom(known.length);
  const medians = Array.from({ length: resamples }, () =>
    medianOf(known.map(() => known[Math.floor(random() * known.length)]!)),
  ).sort((a, b) => a - b);
  return {
    median: medianOf(known),
    low: medians[Math.floor(0.025 * resamples)]!,
    high: medians[Math.floor(0.975 * resamples)]!,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
