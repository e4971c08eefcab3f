/** Colours that people with any colour vision can tell apart; the theme says their shade. */
const seriesColors = ["var(--series-1)", "var(--series-2)", "var(--series-3)", "var(--series-4)"] as const;

/** What does not get a colour of its own. */
export const otherColor = "var(--series-other)";

/** Colour of the `at`th line of a chart. */
export function seriesColor(at: number): string {
  return seriesColors[at] ?? otherColor;
}
