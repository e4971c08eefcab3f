import { randomUUID } from "node:crypto";
import {
  errorTrend,
  errorWindowMs,
  type InsightFacts,
  type InsightTransition,
  nextInsightState,
} from "@meridian/metrics";
import type pg from "pg";

const dayMs = 86_400_000;
/** An insight that nothing happens to is looked at this often, ms: its day of being new ends, its storm calms down. */
const lookEveryMs = 60_000;
/** Looked at in one round; the others wait for the next. */
const most = 500;

type Row = {
  readonly id: string;
  readonly state: InsightFacts["state"];
  readonly state_since: Date;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly resolved_at: Date | null;
};

/**
 * Moves insights to the states that they should be in now: those that were just seen, and those that were not looked at for
 * a minute. What a person changes meanwhile stands.
 *
 * @returns how many changed their state
 */
export async function moveInsights(pool: pg.Pool, nowMs: number, seen: readonly string[]): Promise<number> {
  const { rows } = await pool.query<Row>(
    `SELECT id, state, state_since, first_seen_at, last_seen_at, resolved_at FROM error_insights
     WHERE id = ANY($1::uuid[])
     UNION
     (SELECT id, state, state_since, first_seen_at, last_seen_at, resolved_at FROM error_insights
      WHERE state <> 'resolved' AND (evaluated_at IS NULL OR evaluated_at <= $2)
      ORDER BY evaluated_at NULLS FIRST LIMIT ${most})`,
    [seen, new Date(nowMs - lookEveryMs)],
  );
  const windows = await windowsOf(pool, rows, nowMs);
  let moved = 0;
  for (const row of rows) {
    const next = nextInsightState(factsOf(row, windows.get(row.id) ?? []), nowMs);
    if (next && (await move(pool, row, next, nowMs))) moved++;
  }
  await pool.query("UPDATE error_insights SET evaluated_at = $2 WHERE id = ANY($1::uuid[])", [
    rows.map(({ id }) => id),
    new Date(nowMs),
  ]);
  return moved;
}

const factsOf = (row: Row, windows: readonly number[]): InsightFacts => ({
  state: row.state,
  stateSinceMs: row.state_since.getTime(),
  firstSeenMs: row.first_seen_at.getTime(),
  lastSeenMs: row.last_seen_at.getTime(),
  resolvedAtMs: row.resolved_at?.getTime() ?? null,
  trend: errorTrend(windows).now,
});

/** Counts of each insight's windows of the last day, none before it was first seen; gaps are zeros. */
async function windowsOf(pool: pg.Pool, insights: readonly Row[], nowMs: number): Promise<Map<string, number[]>> {
  const current = Math.floor(nowMs / errorWindowMs);
  const oldest = current - dayMs / errorWindowMs + 1;
  const windows = new Map(
    insights.map(({ id, first_seen_at: first }) => {
      const from = Math.max(oldest, Math.floor(first.getTime() / errorWindowMs));
      return [id, { from, counts: Array.from({ length: Math.max(0, current - from + 1) }, () => 0) }];
    }),
  );
  const { rows } = await pool.query<{
    readonly insight_id: string;
    readonly start_at: Date;
    readonly requests: number;
  }>(
    `SELECT insight_id, start_at, requests FROM error_insight_counts
     WHERE insight_id = ANY($1::uuid[]) AND start_at >= $2 AND start_at <= $3`,
    [[...windows.keys()], new Date(oldest * errorWindowMs), new Date(nowMs)],
  );
  for (const row of rows) {
    const of = windows.get(row.insight_id);
    const at = Math.floor(row.start_at.getTime() / errorWindowMs) - (of?.from ?? 0);
    if (of && at >= 0 && at < of.counts.length) of.counts[at] = row.requests;
  }
  return new Map([...windows].map(([id, { counts }]) => [id, counts]));
}

/** false: a person was faster. */
async function move(pool: pg.Pool, row: Row, { to, why }: InsightTransition, nowMs: number): Promise<boolean> {
  const begins = to === "escalating" || to === "regressed";
  const { rowCount } = await pool.query(
    `WITH moved AS (
       UPDATE error_insights SET state = $4::"ErrorInsightState", state_since = $5,
         onset_at = CASE WHEN $6 THEN $5 ELSE onset_at END,
         resolved_at = CASE WHEN $4 = 'resolved' THEN $5 ELSE NULL END
       WHERE id = $1 AND state = $2::"ErrorInsightState" AND state_since = $3 RETURNING id
     )
     INSERT INTO error_insight_transitions (id, insight_id, from_state, to_state, note, by_name, at)
     SELECT $7, id, $2::"ErrorInsightState", $4::"ErrorInsightState", $8, 'Meridian', $5 FROM moved`,
    [row.id, row.state, row.state_since, to, new Date(nowMs), begins, randomUUID(), why],
  );
  return rowCount === 1;
}
