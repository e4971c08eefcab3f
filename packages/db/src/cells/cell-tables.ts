/** Widths at which cells are kept, in seconds. */
export type CellResolution = 10 | 60 | 3600;

/** Where the cells of each width are. */
export const cellTables = {
  10: "metric_cells_10s",
  60: "metric_cells_1m",
  3600: "metric_cells_1h",
} as const satisfies Record<CellResolution, string>;
