import type { SparseHistogram } from "./cell.ts";
import { bucketBounds } from "./histogram-bucket.ts";

/**
 * Which share (0..1) of a histogram's values a value is above, as evenly spread within its bucket; null of an empty
 * histogram. Within one bucket of the true rank.
 */
export function shareBelow(histogram: SparseHistogram, value: number): number | null {
  if (histogram.count === 0) return null;
  let below = 0;
  for (let at = 0; at < histogram.buckets.length; at += 2) {
    const { low, high } = bucketBounds(histogram.buckets[at] ?? 0);
    const count = histogram.buckets[at + 1] ?? 0;
    if (value >= high) below += count;
    else if (value > low) below += count * ((value - low) / (high - low));
  }
  return below / histogram.count;
}

/** The same of plain values: how many are smaller, those that are equal counting half. null of none. */
export function shareOfValuesBelow(values: readonly number[], value: number): number | null {
  if (values.length === 0) return null;
  let below = 0;
  for (const each of values) below += each < value ? 1 : each === value ? 0.5 : 0;
  return below / values.length;
}
