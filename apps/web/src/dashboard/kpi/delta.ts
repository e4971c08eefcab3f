/** Which way is better: more requests are neither good nor bad, more errors are bad. */
export type Better = "lower" | "higher" | "neither";

/** How a figure stands to that of the previous period. */
export type Delta = {
  readonly direction: "up" | "down" | "same";
  /** "+12%", "−0.42 points", "about the same". */
  readonly words: string;
  readonly verdict: "better" | "worse" | null;
};

/** Changes below these are noise, not news. */
const leastRelative = 0.01;
const leastPoints = 0.0005;

/**
 * Compares two figures; null when one of them is missing, or when there was nothing to be a part of.
 *
 * @param as `points` for what is a percentage itself (0..1): its difference; else the change in percent
 */
export function deltaOf(
  now: number | null,
  before: number | null,
  better: Better,
  as: "percent" | "points",
): Delta | null {
  if (now === null || before === null || (as === "percent" && before === 0)) return null;
  const change = as === "points" ? now - before : now / before - 1;
  if (Math.abs(change) < (as === "points" ? leastPoints : leastRelative)) {
    return { direction: "same", words: "about the same", verdict: null };
  }
  const sign = change > 0 ? "+" : "−";
  const size = Math.abs(change) * 100;
  const digits = as === "points" ? (size < 9.995 ? 2 : 1) : size < 9.95 ? 1 : 0;
  const figure = size >= 1_000 ? `${sign}999%+` : `${sign}${size.toFixed(digits)}${as === "points" ? " pts" : "%"}`;
  const verdict = better === "neither" ? null : change > 0 === (better === "higher") ? "better" : "worse";
  return { direction: change > 0 ? "up" : "down", words: figure, verdict };
}
