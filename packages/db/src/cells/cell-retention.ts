import type pg from "pg";
import { type CellWidth, cellTables, cellWidths } from "./cell-levels.ts";

/** How long cells of each width, in seconds, are kept, in days. A wider one is kept at least as long as a narrower one. */
export type CellRetention = Readonly<Record<CellWidth, number>>;

const dayMs = 86_400_000;

/** The start of what is kept: a full UTC day, so that no window of any width is ever kept by half. */
export function keptFrom(nowMs: number, keepDays: number): Date {
  return new Date((Math.floor(nowMs / dayMs) - keepDays) * dayMs);
}

/**
 * Deletes cells older than their width's retention, once they are merged into wider ones: while compaction lags behind,
 * they stay.
 *
 * @returns how many cells were deleted
 */
export async function dropOldCells(pool: pg.Pool, nowMs: number, keepDays: CellRetention): Promise<number> {
  let deleted = 0;
  for (const [index, width] of cellWidths.entries()) {
    const from = keptFrom(nowMs, keepDays[width]);
    const wider = cellWidths[index + 1] ?? null;
    await pool.query(
      `INSERT INTO metric_compaction (resolution_s, kept_from) VALUES ($1, $2)
       ON CONFLICT (resolution_s) DO UPDATE SET kept_from = excluded.kept_from`,
      [width, from],
    );
    const { rowCount } = await pool.query(
      `DELETE FROM ${cellTables[width]} WHERE start_at < $1 AND ($2::integer IS NULL
         OR updated_at < (SELECT compacted_until FROM metric_compaction WHERE resolution_s = $2))`,
      [from, wider],
    );
    deleted += rowCount ?? 0;
  }
  return deleted;
}
