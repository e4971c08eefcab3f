import { type CellCounts, type CellDimensions, mergeCounts } from "@meridian/metrics";
import type pg from "pg";
import { type CellWidth, cellTables } from "./cell-levels.ts";
import {
  type CountRow,
  countColumns,
  countNames,
  countReplacements,
  countsOf,
  countValues,
  transposed,
} from "./cell-row.ts";
import { type CellView, cellViews, fullView, viewsFrom } from "./cell-views.ts";
import type { ViewSeries } from "./view-series.ts";

/** A stretch of time in one environment that becomes wider cells. */
export type CellWindow = { readonly environment_id: string; readonly window_at: Date };

/** All cells of one series in one window: their counts added up, their histograms one after another. */
type SourceRow = CountRow &
  CellWindow & {
    readonly view: number;
    readonly series_id: string;
    readonly route: string;
    readonly model: string;
    readonly upstream: string;
    readonly config_version: number;
    readonly key_id: string;
    readonly prompt_variant: string;
    readonly caller_region: string;
    readonly outcome: CellDimensions["outcome"];
  };

type MergedCell = { readonly window: CellWindow; readonly view: number; readonly seriesId: string; counts: CellCounts };

const keyTypes = ["uuid", "smallint", "timestamptz", "bigint"] as const;
const types = [...keyTypes, ...countColumns.map(([, type]) => type)];

/**
 * Computes the wider cells of windows anew. Views that begin at the wider width are made from the cells of the full one;
 * those that are there at the narrower width already are merged like it.
 *
 * @returns how many wider cells changed: only those that differ are written, or the next width's windows would be due
 */
export async function mergeWindows(
  pool: pg.Pool,
  viewSeries: ViewSeries,
  { from, to, windows }: { readonly from: CellWidth; readonly to: CellWidth; readonly windows: readonly CellWindow[] },
): Promise<number> {
  const rows = await readWindows(pool, from, to, windows);
  const cells = [...rows.map(mergedCell), ...(await cellsOfNewViews(viewSeries, viewsFrom(to), rows))];
  // In the order of the key: rows of a view that are read together lie together.
  cells.sort(inOrderOfKey);
  const { rowCount } = await pool.query(
    `INSERT INTO ${cellTables[to]} AS kept (environment_id, view, start_at, series_id, ${countNames})
     SELECT * FROM unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(", ")})
     ON CONFLICT (environment_id, view, start_at, series_id)
     DO UPDATE SET ${countReplacements}, updated_at = clock_timestamp()
     WHERE (${countColumns.map(([name]) => `kept.${name}`).join(", ")})
       IS DISTINCT FROM (${countColumns.map(([name]) => `excluded.${name}`).join(", ")})`,
    transposed(
      cells.map(({ window, view, seriesId, counts }) => [
        window.environment_id,
        view,
        window.window_at,
        seriesId,
        ...countValues(counts),
      ]),
      types.length,
    ),
  );
  return rowCount ?? 0;
}

async function readWindows(
  pool: pg.Pool,
  from: CellWidth,
  to: CellWidth,
  windows: readonly CellWindow[],
): Promise<readonly SourceRow[]> {
  const views = [fullView, ...cellViews.filter(({ fromWidth }) => fromWidth <= from).map(({ view }) => view)];
  const { rows } = await pool.query<SourceRow>(
    `SELECT w.environment_id, w.window_at, s.view, s.id AS series_id, s.route, s.model, s.upstream, s.config_version, s.key_id,
       s.prompt_variant, s.caller_region, s.outcome, ${countColumns
         .map(([name, type]) =>
           (type === "bytea" ? `string_agg(c.${name}, ''::bytea)` : `sum(c.${name})`).concat(` AS ${name}`),
         )
         .join(", ")}
     FROM unnest($1::uuid[], $2::timestamptz[]) AS w(environment_id, window_at)
     CROSS JOIN LATERAL (
       SELECT * FROM ${cellTables[from]} WHERE environment_id = w.environment_id AND start_at >= w.window_at
         AND start_at < w.window_at + interval '${to} seconds' ${from === 10 ? "" : `AND view IN (${views.join(", ")})`}
       OFFSET 0 -- keeps it a look into the index for each window: a join would read the whole table
     ) AS c
     JOIN metric_series s ON s.id = c.series_id
     GROUP BY w.environment_id, w.window_at, s.id`,
    [windows.map((window) => window.environment_id), windows.map((window) => window.window_at)],
  );
  return rows;
}

const mergedCell = (row: SourceRow): MergedCell => ({
  window: row,
  view: row.view,
  seriesId: row.series_id,
  counts: countsOf(row),
});

async function cellsOfNewViews(
  viewSeries: ViewSeries,
  views: readonly CellView[],
  rows: readonly SourceRow[],
): Promise<readonly MergedCell[]> {
  if (views.length === 0) return [];
  const full = rows.filter(({ view }) => view === fullView);
  const idsOf = await viewSeries.of(full.map((row) => ({ seriesId: row.series_id, dimensions: dimensionsOf(row) })));
  const cells = new Map<string, MergedCell>();
  for (const row of full) {
    const counts = countsOf(row);
    const at = row.window_at.getTime();
    for (const [index, seriesId] of (idsOf.get(row.series_id) ?? []).entries()) {
      const key = `${at} ${seriesId}`;
      const cell = cells.get(key);
      if (cell) cell.counts = mergeCounts(cell.counts, counts);
      else cells.set(key, { window: row, view: views[index]?.view ?? fullView, seriesId, counts });
    }
  }
  return [...cells.values()];
}

const dimensionsOf = (row: SourceRow): CellDimensions => ({
  environmentId: row.environment_id,
  route: row.route,
  model: row.model,
  upstream: row.upstream,
  configVersion: row.config_version,
  keyId: row.key_id,
  promptVariant: row.prompt_variant,
  callerRegion: row.caller_region,
  outcome: row.outcome,
});

const inOrderOfKey = (a: MergedCell, b: MergedCell): number =>
  a.view - b.view ||
  a.window.window_at.getTime() - b.window.window_at.getTime() ||
  Number(a.seriesId) - Number(b.seriesId);
