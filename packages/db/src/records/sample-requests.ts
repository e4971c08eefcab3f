import type pg from "pg";
import type { RequestWindow } from "./request-query.ts";
import type { RequestGroup, RequestSample } from "./request-sample.ts";

const mostCounted = 10_000;

export async function sampleRequests(
  pool: pg.Pool,
  { environmentId, fromMs, toMs, minDurationMs = 0 }: RequestWindow & { readonly minDurationMs?: number | undefined },
): Promise<RequestSample> {
  const { rows } = await pool.query<RequestGroup & { readonly since: Date; readonly looked: number }>(
    `WITH newest AS MATERIALIZED (
       SELECT * FROM requests WHERE environment_id = $1 AND started_at >= $2 AND started_at < $3
       ORDER BY started_at DESC, id DESC LIMIT ${mostCounted}
     ), looked AS (SELECT count(*)::integer AS looked, min(started_at) AS since FROM newest)
     SELECT outcome, route, requested_model AS model, upstream, key_id AS "keyId", key_name AS "keyName",
       config_version AS "configVersion", prompt_variant AS "promptVariant", caller_region AS region, status,
       error_code AS "errorCode", stream, count(*)::integer AS requests, looked, since
     FROM newest, looked WHERE duration_ms >= $4
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, looked, since`,
    [
      environmentId,
      fromMs === undefined ? "-infinity" : new Date(fromMs),
      toMs === undefined ? "infinity" : new Date(toMs),
      minDurationMs,
    ],
  );
  const [first] = rows;
  return {
    requests: first?.looked ?? 0,
    sinceMs: first?.since.getTime() ?? null,
    more: first?.looked === mostCounted,
    groups: rows.map(({ since: _since, looked: _looked, ...group }) => group),
  };
}
