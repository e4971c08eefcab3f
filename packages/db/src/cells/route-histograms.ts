import { decodeHistogram, emptySparse, mergeSparse, type SparseHistogram } from "@meridian/metrics";
import type pg from "pg";

/** How the completed requests of one route were spread. */
export type RouteHistograms = { readonly durationMs: SparseHistogram; readonly firstTokenMs: SparseHistogram };

/** From cells of an hour that start in [fromMs, toMs). The hour that runs is there as far as it has been compacted. */
export async function readRouteHistograms(
  pool: pg.Pool,
  query: { readonly environmentId: string; readonly route: string; readonly fromMs: number; readonly toMs: number },
): Promise<RouteHistograms> {
  const { rows } = await pool.query<{ readonly duration_ms: Buffer; readonly first_token_ms: Buffer }>(
    `SELECT c.duration_ms, c.first_token_ms FROM metric_cells_1h c JOIN metric_series s ON s.id = c.series_id
     WHERE c.environment_id = $1 AND c.start_at >= $2 AND c.start_at < $3
       AND s.environment_id = $1 AND s.route = $4 AND s.outcome = 'completed'`,
    [query.environmentId, new Date(query.fromMs), new Date(query.toMs), query.route],
  );
  const merged = (column: "duration_ms" | "first_token_ms") =>
    rows.reduce((sum, row) => mergeSparse(sum, decodeHistogram(row[column])), emptySparse);
  return { durationMs: merged("duration_ms"), firstTokenMs: merged("first_token_ms") };
}
