import type { ValueCount } from "@meridian/metrics";
import type pg from "pg";

/** How often an insight was seen in one step of time. */
export type InsightCount = { readonly startMs: number; readonly requests: number; readonly reachedCaller: number };

/** Counts of insights in [fromMs, toMs), by steps of `stepMs` (a multiple of 5 minutes); steps without any are left out. */
export async function readInsightCounts(
  pool: pg.Pool,
  query: { readonly ids: readonly string[]; readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
): Promise<ReadonlyMap<string, readonly InsightCount[]>> {
  const { rows } = await pool.query<{ id: string; start_at: Date; requests: number; reached: number }>(
    `SELECT insight_id AS id, date_bin($4 * interval '1 ms', start_at, 'epoch') AS start_at,
       sum(requests)::integer AS requests, sum(reached_caller)::integer AS reached
     FROM error_insight_counts WHERE insight_id = ANY($1::uuid[]) AND start_at >= $2 AND start_at < $3
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [query.ids, new Date(query.fromMs), new Date(query.toMs), query.stepMs],
  );
  const counts = new Map<string, InsightCount[]>();
  for (const { id, start_at: startAt, requests, reached } of rows) {
    const of = counts.get(id) ?? [];
    of.push({ startMs: startAt.getTime(), requests, reachedCaller: reached });
    counts.set(id, of);
  }
  return counts;
}

type Hours = { readonly fromMs: number; readonly toMs: number };

/** What an insight's requests had, added up over full hours that start in [fromMs, toMs); most frequent first. */
export async function readInsightShares(pool: pg.Pool, query: Hours & { readonly id: string }): Promise<ValueCount[]> {
  const { rows } = await pool.query<ValueCount>(
    `SELECT dimension, value, sum(requests)::integer AS requests FROM error_insight_shares
     WHERE insight_id = $1 AND start_at >= $2 AND start_at < $3 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 500`,
    [query.id, new Date(query.fromMs), new Date(query.toMs)],
  );
  return rows;
}

/** The newest requests in which an insight was seen. */
export async function readInsightSamples(
  pool: pg.Pool,
  id: string,
): Promise<readonly { readonly requestId: string; readonly startedAtMs: number }[]> {
  const { rows } = await pool.query<{ readonly request_id: string; readonly started_at: Date }>(
    "SELECT request_id, started_at FROM error_insight_samples WHERE insight_id = $1 ORDER BY started_at DESC, request_id DESC",
    [id],
  );
  return rows.map((row) => ({ requestId: row.request_id, startedAtMs: row.started_at.getTime() }));
}
