import type { Cell } from "@meridian/metrics";
import type { CellGroup, CellQuery } from "./cell-query.ts";
import type { CellResolution } from "./cell-tables.ts";

/** Where cells are kept. */
export interface CellStore {
  /** Each replaces the earlier one of the same source, start and dimensions. */
  upsertCells(cells: readonly Cell[]): Promise<void>;
  /**
   * Cells of an environment that start in [fromMs, toMs), at one width. Cells of 60 s and more are merged over all
   * gateways: their instance is empty and their epoch 0.
   */
  readCells(query: {
    readonly environmentId: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly resolution: CellResolution;
  }): Promise<readonly Cell[]>;
  /** Cells added up by step, group and outcome, in no particular order. */
  queryCells(query: CellQuery): Promise<readonly CellGroup[]>;
}
