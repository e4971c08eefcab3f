/** Widths at which cells are kept, in seconds: each a multiple of the one before. */
export const cellWidths = [10, 60, 300, 3_600, 21_600, 86_400] as const;
export type CellWidth = (typeof cellWidths)[number];

/** Where the cells of each width are. */
export const cellTables = {
  10: "metric_cells_10s",
  60: "metric_cells_1m",
  300: "metric_cells_5m",
  3_600: "metric_cells_1h",
  21_600: "metric_cells_6h",
  86_400: "metric_cells_1d",
} as const satisfies Record<CellWidth, string>;
