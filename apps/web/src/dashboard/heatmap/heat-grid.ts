import { bucketBounds, type SparseHistogram } from "@meridian/metrics";
import type { Point } from "../data/series-builder.ts";
import type { Tally } from "../data/tally.ts";

/** How often values of which size occurred, over time. */
export type HeatGrid = {
  readonly points: readonly Point[];
  /** Bounds of each row in ms, (above, upTo], smallest first. Rows in between are there even when they are empty. */
  readonly rows: readonly { readonly aboveMs: number; readonly upToMs: number }[];
  /** `counts[column][row]`; null where nothing is known. */
  readonly counts: readonly (readonly number[] | null)[];
  readonly highest: number;
};

/** Buckets of the histograms that make one row: 8 a doubling are finer than a screen shows. */
export const bucketsPerRow = 2;

/** Lays the histograms of a line's points side by side. Empty without a single value. */
export function heatGrid(points: readonly Point[], histogramOf: (tally: Tally) => SparseHistogram): HeatGrid {
  const histograms = points.map(({ tally }) => (tally === null ? null : histogramOf(tally)));
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const histogram of histograms) {
    if (histogram === null || histogram.count === 0) continue;
    first = Math.min(first, rowOf(histogram.buckets[0] ?? 0));
    last = Math.max(last, rowOf(histogram.buckets.at(-2) ?? 0));
  }
  if (first > last) return { points, rows: [], counts: points.map(() => null), highest: 0 };
  const rows = Array.from({ length: last - first + 1 }, (_, at) => ({
    aboveMs: bucketBounds((first + at) * bucketsPerRow).low,
    upToMs: bucketBounds((first + at) * bucketsPerRow + bucketsPerRow - 1).high,
  }));
  let highest = 0;
  const counts = histograms.map((histogram) => {
    if (histogram === null) return null;
    const column = rows.map(() => 0);
    for (let at = 0; at < histogram.buckets.length; at += 2) {
      const row = rowOf(histogram.buckets[at] ?? 0) - first;
      column[row] = (column[row] ?? 0) + (histogram.buckets[at + 1] ?? 0);
    }
    highest = Math.max(highest, ...column);
    return column;
  });
  return { points, rows, counts, highest };
}

function rowOf(bucket: number): number {
  return Math.floor(bucket / bucketsPerRow);
}
