import type pg from "pg";

const dayMs = 86_400_000;

/**
 * Deletes counts and shares older than `countDays`, and insights that have been resolved and unseen for `insightDays`, with
 * all that belongs to them. A queue that nobody took for as long as counts are kept is of no use to anybody.
 *
 * @returns how many insights were deleted
 */
export async function dropOldInsights(
  pool: pg.Pool,
  nowMs: number,
  keep: { readonly countDays: number; readonly insightDays: number },
): Promise<number> {
  const counted = new Date(nowMs - keep.countDays * dayMs);
  await pool.query("DELETE FROM error_insight_counts WHERE start_at < $1", [counted]);
  await pool.query("DELETE FROM error_insight_shares WHERE start_at < $1", [counted]);
  await pool.query("DELETE FROM error_insight_queue WHERE started_at < $1", [counted]);
  const { rowCount } = await pool.query("DELETE FROM error_insights WHERE state = 'resolved' AND last_seen_at < $1", [
    new Date(nowMs - keep.insightDays * dayMs),
  ]);
  return rowCount ?? 0;
}
