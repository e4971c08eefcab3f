/** Width of the windows in which errors are counted, ms. */
export const errorWindowMs = 300_000;

/** How often an error comes now against how often it used to. */
export type ErrorTrend = {
  /** Requests in the last 15 minutes. */
  readonly recent: number;
  /** The usual count of 15 minutes: the median of those before, up to a day back. null: not known for long enough. */
  readonly usual: number | null;
  /** `rising`: far above the usual. `usual`: near it. `between`: neither, so that nothing changes. */
  readonly now: "rising" | "between" | "usual";
};

const perSpan = 3;
/** An hour of spans. */
const fewestSpans = 4;
/** Fewer than these in 15 minutes are no escalation. */
const fewestRecent = 10;

/**
 * Compares the last 15 minutes with the median of the spans of 15 minutes before them, in units of their spread (median
 * absolute deviation): neither one earlier storm nor a quiet night makes the usual unusual.
 *
 * @param windows counts of 5 minutes, oldest first, the last one still running; at most a day's, none before it was first seen
 */
export function errorTrend(windows: readonly number[]): ErrorTrend {
  const recent = sum(windows.slice(-perSpan));
  const earlier = windows.slice(0, -perSpan);
  const spans: number[] = [];
  for (let end = earlier.length; end >= perSpan; end -= perSpan) spans.push(sum(earlier.slice(end - perSpan, end)));
  if (spans.length < fewestSpans) return { recent, usual: null, now: "usual" };
  const usual = median(spans);
  const spread = 1.4826 * median(spans.map((count) => Math.abs(count - usual)));
  const rises = recent >= fewestRecent && recent >= 3 * usual && recent > usual + 6 * spread;
  const settled = recent < fewestRecent / 2 || recent <= Math.max(1.5 * usual, usual + 2 * spread);
  return { recent, usual, now: rises ? "rising" : settled ? "usual" : "between" };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
