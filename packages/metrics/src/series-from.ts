import type { Cell, CellDimensions } from "./cell.ts";
import { type CellSummary, summarise } from "./summarise.ts";

/** One step of a chart. */
export type SeriesPoint = CellSummary & {
  /** Epoch ms, a multiple of the step. */
  readonly startMs: number;
  /** How much of the step lies in the window asked for: what a rate divides by. The step that runs now is shorter. */
  readonly coveredMs: number;
};

/** One line of a chart. `group` is the value of the dimension grouped by; empty without one. */
export type Series = { readonly group: string; readonly points: readonly SeriesPoint[] };

export type SeriesOptions = {
  readonly fromMs: number;
  /** Exclusive; usually now. */
  readonly toMs: number;
  /** At least the width of the cells. */
  readonly stepMs: number;
  readonly groupBy?: keyof Omit<CellDimensions, "environmentId">;
};

/**
 * Cells as lines over time: one point for each step that touches [fromMs, toMs), steps without traffic included. A cell
 * belongs to the step that it starts in. Lines come in order of their group; without `groupBy` there is exactly one.
 */
export function seriesFrom(cells: Iterable<Cell>, options: SeriesOptions): Series[] {
  const { fromMs, toMs, stepMs, groupBy } = options;
  const firstStep = Math.floor(fromMs / stepMs);
  const steps = Math.max(0, Math.ceil(toMs / stepMs) - firstStep);
  const groups = new Map<string, Cell[][]>();
  const lineOf = (group: string): Cell[][] => {
    let line = groups.get(group);
    if (!line) groups.set(group, (line = Array.from({ length: steps }, () => [])));
    return line;
  };
  if (groupBy === undefined) lineOf("");
  for (const cell of cells) {
    const step = Math.floor(cell.startMs / stepMs) - firstStep;
    if (step < 0 || step >= steps) continue;
    lineOf(groupBy === undefined ? "" : String(cell[groupBy]))[step]?.push(cell);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, line]) => ({
      group,
      points: line.map((inStep, at) => {
        const startMs = (firstStep + at) * stepMs;
        return {
          startMs,
          coveredMs: Math.min(startMs + stepMs, toMs) - Math.max(startMs, fromMs),
          ...summarise(inStep),
        };
      }),
    }));
}
