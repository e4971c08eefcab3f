import type { OperationParts } from "@meridian/operations";
import { keyIds, models, regions, routes, upstreams } from "./made-up-traffic.ts";

const dayMs = 86_400_000;

/**
 * Writes `requests` lines into the log, evenly over the days up to `untilMs`, drawn in the database. Each day is filled
 * before its partition gets its indexes. One upstream, "upstream-rare", has one request in 100,000.
 */
export async function fillRequests(
  { db: { pool } }: Pick<OperationParts, "db">,
  plan: {
    readonly environmentId: string;
    readonly seed: number;
    readonly requests: number;
    readonly days: number;
    readonly untilMs: number;
    /** Of the first day; each later day has the next. */
    readonly firstVersion: number;
  },
  say: (line: string) => void,
): Promise<void> {
  const { environmentId, requests, days, untilMs } = plan;
  const perDay = Math.ceil(requests / days);
  const firstDayMs = Math.floor(untilMs / dayMs) * dayMs - (days - 1) * dayMs;
  const client = await pool.connect();
  try {
    await client.query("SELECT setseed($1)", [plan.seed / 1_000]);
    for (let day = 0; day < days; day++) {
      const startMs = firstDayMs + day * dayMs;
      const lengthMs = Math.min(dayMs, untilMs - startMs);
      const name = `requests_${new Date(startMs).toISOString().slice(0, 10).replaceAll("-", "")}`;
      await client.query(`CREATE TABLE ${name} (LIKE requests INCLUDING DEFAULTS)`);
      await client.query(
        `INSERT INTO ${name} (id, started_at, environment_id, gateway_instance_id, endpoint, stream, key_id, key_name,
           requested_model, route, upstream, config_version, deployment_id, prompt_variant, caller_region, outcome, status,
           error_code, attempt_count, first_token_ms, duration_ms, input_tokens, cached_input_tokens, output_tokens,
           tokens_estimated, cost_nano_usd, trace_id, session_hash)
         SELECT gen_random_uuid(), $1::timestamptz + n * $2::double precision * interval '1 ms', $3::uuid,
           '0198a1b2-0000-7000-8000-0000000000aa', 'chat.completions', a < 0.7, k.id, 'application of ' || k.id,
           ($4::text[])[1 + (b * 12)::int % 12], ($5::text[])[1 + (b * 8)::int % 8],
           CASE WHEN n % 100000 = 7 THEN 'upstream-rare' ELSE ($6::text[])[1 + (b * 14)::int % 14] END, $7::integer,
           '0198a1b2-0000-7000-8000-0000000000bb', NULL, ($8::text[])[1 + (a * 30)::int % 3],
           o.outcome, CASE o.outcome WHEN 'completed' THEN 200 WHEN 'rejected' THEN 429 WHEN 'failed' THEN 502 ELSE 499 END,
           CASE o.outcome WHEN 'completed' THEN NULL WHEN 'rejected' THEN 'rate_limited' ELSE 'upstream_failed' END,
           1, 200 + a * 300, 800 + c * 4000, 500 + (a * 900)::int, 0, 100 + (b * 300)::int, false, 200000 + (c * 100000)::bigint,
           CASE WHEN c < 0.5 THEN md5(n::text || $1::text) END,
           CASE WHEN a < 0.5 THEN 'session-' || (b * 200000)::int END
         FROM (SELECT n, random() AS a, random() AS b, random() AS c FROM generate_series(0, $9::integer - 1) AS n) AS drawn
         CROSS JOIN LATERAL (SELECT ($10::text[])[1 + floor(25 * c * c * c)::int] AS id) AS k
         CROSS JOIN LATERAL (SELECT CASE WHEN a < 0.02 THEN 'rejected' WHEN a < 0.03 THEN 'failed' WHEN a < 0.035 THEN 'cancelled'
           ELSE 'completed' END AS outcome) AS o`,
        [
          new Date(startMs),
          lengthMs / perDay,
          environmentId,
          models,
          routes,
          upstreams,
          plan.firstVersion + day,
          regions,
          perDay,
          keyIds,
        ],
      );
      await client.query(
        `ALTER TABLE requests ATTACH PARTITION ${name} FOR VALUES FROM ('${new Date(startMs).toISOString()}')
         TO ('${new Date(startMs + dayMs).toISOString()}')`,
      );
      await client.query(`VACUUM ANALYZE ${name}`);
      say(`request log: day ${day + 1} of ${days}`);
    }
    await client.query("ANALYZE requests");
  } finally {
    client.release();
  }
}
