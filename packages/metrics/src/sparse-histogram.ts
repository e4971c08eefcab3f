import type { SparseHistogram } from "./cell.ts";
import { bucketMiddle } from "./histogram-bucket.ts";

/** A histogram that has counted nothing. */
export const emptySparse: SparseHistogram = Object.freeze({ buckets: Object.freeze([]), count: 0, sum: 0 });

/** Adds two histograms. Associative and commutative, with `emptySparse` as its zero. */
export function mergeSparse(a: SparseHistogram, b: SparseHistogram): SparseHistogram {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const buckets: number[] = [];
  const left = a.buckets;
  const right = b.buckets;
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const leftIndex = left[l] ?? Number.POSITIVE_INFINITY;
    const rightIndex = right[r] ?? Number.POSITIVE_INFINITY;
    if (leftIndex === rightIndex) {
      buckets.push(leftIndex, (left[l + 1] ?? 0) + (right[r + 1] ?? 0));
      l += 2;
      r += 2;
    } else if (leftIndex < rightIndex) {
      buckets.push(leftIndex, left[l + 1] ?? 0);
      l += 2;
    } else {
      buckets.push(rightIndex, right[r + 1] ?? 0);
      r += 2;
    }
  }
  return { buckets, count: a.count + b.count, sum: a.sum + b.sum };
}

/**
 * The value at `q` (0..1) by nearest rank, within 4.5 % of the true one (values from 0.125 ms to 2^29 ms); null of an
 * empty histogram.
 */
export function quantile(histogram: SparseHistogram, q: number): number | null {
  if (histogram.count === 0) return null;
  const rank = Math.max(1, Math.ceil(Math.min(1, q) * histogram.count));
  let seen = 0;
  for (let at = 0; at < histogram.buckets.length; at += 2) {
    seen += histogram.buckets[at + 1] ?? 0;
    if (seen >= rank) return bucketMiddle(histogram.buckets[at] ?? 0);
  }
  return null;
}
