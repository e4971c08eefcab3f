import type pg from "pg";

/** How long cells of each width are kept, in days. A wider one is kept at least as long as a narrower one. */
export type CellRetention = { readonly tenSeconds: number; readonly minute: number; readonly hour: number };

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The start of what is kept: a full hour, so that no window of any width is ever kept by half. */
export function keptFrom(nowMs: number, keepDays: number): Date {
  return new Date(Math.floor((nowMs - keepDays * dayMs) / hourMs) * hourMs);
}

/**
 * Deletes cells older than their width's retention, once they are merged into wider ones: while compaction lags behind,
 * they stay.
 *
 * @returns how many cells were deleted
 */
export async function dropOldCells(pool: pg.Pool, nowMs: number, keepDays: CellRetention): Promise<number> {
  const tables = [
    ["metric_cells_10s", keepDays.tenSeconds, 60],
    ["metric_cells_1m", keepDays.minute, 3600],
    ["metric_cells_1h", keepDays.hour, null],
  ] as const;
  let deleted = 0;
  for (const [table, days, widerSeconds] of tables) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE start_at < $1 AND ($2::integer IS NULL
         OR updated_at < (SELECT compacted_until FROM metric_compaction WHERE resolution_s = $2))`,
      [keptFrom(nowMs, days), widerSeconds],
    );
    deleted += rowCount ?? 0;
  }
  return deleted;
}
