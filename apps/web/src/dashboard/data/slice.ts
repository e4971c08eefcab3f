import type { Cell, CellCounts, RequestOutcome } from "@meridian/metrics";
import { type Dimension, dimensions } from "../view/dimension-words.ts";
import type { Filters } from "../view/view.ts";

/**
 * Counts of one stretch of time, one group and one outcome: an answer of history, or a live cell seen from one dimension.
 * Slices that stand for different requests add up, whoever they came from.
 */
export type Slice = {
  /** Epoch ms. */
  readonly startMs: number;
  /** Value of the dimension that is told apart; empty without one. */
  readonly group: string;
  readonly outcome: RequestOutcome;
  readonly counts: CellCounts;
};

/** Value of a cell in a dimension, as history says it: empty for none, a config version as its number. */
function valueOf(cell: Cell, dimension: Dimension): string {
  return String(cell[dimension]);
}

/** Live cells that pass the filters, told apart by one dimension or by none. */
export function slicesOf(cells: readonly Cell[], filters: Filters, by: Dimension | null): Slice[] {
  const wanted = dimensions.flatMap((dimension) => {
    const values = filters[dimension];
    return values === undefined ? [] : [{ dimension, values: new Set(values) }];
  });
  const slices: Slice[] = [];
  for (const cell of cells) {
    if (!wanted.every(({ dimension, values }) => values.has(valueOf(cell, dimension)))) continue;
    const { startMs, outcome, counts } = cell;
    slices.push({ startMs, group: by === null ? "" : valueOf(cell, by), outcome, counts });
  }
  return slices;
}
