import { type Cell, cellKey } from "@meridian/metrics";
import type pg from "pg";
import {
  type CellRow,
  cellOf,
  countColumns,
  countNames,
  countReplacements,
  countValues,
  transposed,
} from "./cell-row.ts";
import { cellTables } from "./cell-levels.ts";
import { queryCells } from "./cell-query.ts";
import type { CellStore } from "./cell-store.ts";
import { fullView } from "./cell-views.ts";
import { readCosts } from "./read-costs.ts";
import { SeriesIds } from "./series-ids.ts";

const keyTypes = ["uuid", "timestamptz", "bigint", "uuid", "bigint"] as const;
const types = [...keyTypes, ...countColumns.map(([, type]) => type)];
const parameters = types.map((type, index) => `$${index + 1}::${type}[]`).join(", ");

/** Counts only grow within a window: an older state that comes late (a try that had timed out) is passed over. */
const upsert = `
  INSERT INTO metric_cells_10s AS kept (environment_id, start_at, series_id, instance_id, epoch, ${countNames})
  SELECT * FROM unnest(${parameters})
  ON CONFLICT (environment_id, start_at, series_id, instance_id, epoch)
  DO UPDATE SET ${countReplacements}, updated_at = clock_timestamp() WHERE kept.requests <= excluded.requests`;

const unknownSeries = "23503";

export function createPostgresCellStore(pool: pg.Pool): CellStore {
  const seriesIds = new SeriesIds(pool);
  const write = async (cells: readonly Cell[]): Promise<void> => {
    const ids = await seriesIds.of(cells.map((cell) => ({ ...cell, view: fullView })));
    const rows = cells.map((cell, index) => [
      cell.environmentId,
      new Date(cell.startMs),
      ids[index],
      cell.instanceId,
      cell.epoch,
      ...countValues(cell.counts),
    ]);
    // In the order of their key, so that two writers never wait for each other crosswise.
    rows.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    await pool.query(upsert, transposed(rows, types.length));
  };
  return {
    upsertCells: async (cells) => {
      if (cells.length === 0) return;
      const latest = [...new Map(cells.map((cell) => [cellKey(cell), cell])).values()];
      try {
        await write(latest);
      } catch (error) {
        if ((error as { readonly code?: unknown }).code !== unknownSeries) throw error;
        seriesIds.forget();
        await write(latest);
      }
    },

    readCells: async ({ environmentId, fromMs, toMs, resolution }) => {
      const source = resolution === 10 ? "c.instance_id, c.epoch" : "'' AS instance_id, '0' AS epoch";
      const { rows } = await pool.query<CellRow>(
        `SELECT c.environment_id, c.start_at, ${source}, s.route, s.model, s.upstream, s.config_version, s.key_id, s.prompt_variant,
           s.caller_region, s.outcome, ${countColumns.map(([name]) => `c.${name}`).join(", ")}
         FROM ${cellTables[resolution]} c JOIN metric_series s ON s.id = c.series_id
         WHERE c.environment_id = $1 ${resolution === 10 ? "" : `AND c.view = ${fullView}`} AND c.start_at >= $2 AND c.start_at < $3
         ORDER BY c.start_at`,
        [environmentId, new Date(fromMs), new Date(toMs)],
      );
      return rows.map(cellOf);
    },

    queryCells: (query) => queryCells(pool, query),

    readCosts: (query) => readCosts(pool, query),
  };
}

const sortKey = (row: readonly unknown[]): string =>
  `${String(row[0])} ${(row[1] as Date).getTime()} ${String(row[2])} ${String(row[3])} ${String(row[4])}`;
