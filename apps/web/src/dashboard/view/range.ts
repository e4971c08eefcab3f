const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A stretch of time that ends now. At most 300 steps each. */
export type Range = {
  readonly id: RangeId;
  readonly label: string;
  /** "last 5 minutes". */
  readonly words: string;
  readonly ms: number;
  /** Width of one point of a chart. */
  readonly stepMs: number;
  /** Width of one point where a chart has many lines, a multiple of `stepMs`. */
  readonly groupStepMs: number;
};

export const rangeIds = ["5m", "15m", "1h", "6h", "24h", "7d", "30d", "90d", "1y"] as const;
export type RangeId = (typeof rangeIds)[number];

const range = (id: RangeId, label: string, words: string, ms: number, stepMs: number, groupStepMs: number): Range => ({
  id,
  label,
  words,
  ms,
  stepMs,
  groupStepMs,
});

export const ranges: Readonly<Record<RangeId, Range>> = {
  "5m": range("5m", "5 min", "last 5 minutes", 5 * minute, 10 * second, 10 * second),
  "15m": range("15m", "15 min", "last 15 minutes", 15 * minute, 10 * second, 10 * second),
  "1h": range("1h", "1 h", "last hour", hour, 20 * second, 20 * second),
  "6h": range("6h", "6 h", "last 6 hours", 6 * hour, 2 * minute, 10 * minute),
  "24h": range("24h", "24 h", "last 24 hours", day, 5 * minute, 30 * minute),
  "7d": range("7d", "7 days", "last 7 days", 7 * day, hour, 6 * hour),
  "30d": range("30d", "30 days", "last 30 days", 30 * day, 6 * hour, day),
  "90d": range("90d", "90 days", "last 90 days", 90 * day, 12 * hour, 2 * day),
  "1y": range("1y", "1 year", "last year", 365 * day, 2 * day, 8 * day),
};

/** Charts of ranges up to here grow with the live feed; longer ones are read again from time to time. */
export const liveUpToMs = hour;

/** Nothing shorter can be zoomed into: six of the narrowest cells. */
export const shortestMs = minute;
/** Nothing longer can be asked for, nor zoomed out to: 366 days. */
export const longestMs = 366 * day;

/** Widths of steps: multiples of the widths that cells are kept in, so that few rows are read for each. */
const steps = [
  10 * second,
  20 * second,
  30 * second,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  hour,
  2 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  8 * day,
];

/** The narrowest step that cuts `ms` into at most `most` points. */
export function stepFor(ms: number, most: number): number {
  return steps.find((step) => ms / step <= most) ?? 8 * day;
}
