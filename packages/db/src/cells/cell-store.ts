import type { Cell, CellCounts, HistogramName, MetricDimension, MetricFilter, RequestOutcome } from "@meridian/metrics";
import type { CellWidth } from "./cell-levels.ts";

/** Where cells are kept. */
export interface CellStore {
  /** Each replaces the earlier one of the same source, start and dimensions. */
  upsertCells(cells: readonly Cell[]): Promise<void>;
  /**
   * Cells of an environment that start in [fromMs, toMs), at one width. Cells of 60 s and more are there once their window
   * has ended, merged over all gateways: their instance is empty and their epoch 0.
   */
  readCells(query: {
    readonly environmentId: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly resolution: CellWidth;
  }): Promise<readonly Cell[]>;
  /** Cells added up by step, group and outcome, in no particular order. */
  queryCells(query: CellQuery): Promise<CellQueryResult>;
  /**
   * nano-USD that requests which ended in [fromMs, toMs) cost, by the values of a dimension, or by environment. Null where
   * what the beginning needs is not kept any more.
   */
  readCosts(query: CostQuery): Promise<ReadonlyMap<string, number> | null>;
}

export type CostQuery = {
  readonly environmentId: string;
  readonly fromMs: number;
  /** Exclusive; both to 10 s. */
  readonly toMs: number;
  /** null: all together, under the environment's id. */
  readonly by: MetricDimension | null;
};

export type CellQuery = {
  readonly environmentId: string;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** A multiple of 10 s. */
  readonly stepMs: number;
  readonly filter: MetricFilter;
  readonly by: readonly MetricDimension[];
  /** The others come back empty. */
  readonly histograms: readonly HistogramName[];
};

/** All cells of one step, group and outcome, added up. */
export type CellGroup = {
  readonly startMs: number;
  /** Values of `by`. */
  readonly values: readonly string[];
  readonly outcome: RequestOutcome;
  readonly counts: CellCounts;
};

export type CellQueryResult = {
  /** As it was read: from and to are multiples of the step, which is the one asked for or a multiple of it. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  /** The widest cells that were read, in seconds. */
  readonly width: CellWidth;
  readonly rowsRead: number;
  readonly groups: readonly CellGroup[];
};
