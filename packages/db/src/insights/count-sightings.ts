import { errorWindowMs } from "@meridian/metrics";
import type pg from "pg";
import { storableJson } from "../records/storable-json.ts";
import type { InsightSighting } from "./insight-sighting.ts";

const hourMs = 3_600_000;
/** Requests of each insight that can be looked at as samples: the newest. */
const samplesKept = 20;

/**
 * Adds sightings to their insights; makes those that are new. Within the transaction of `client`: with taking them off the
 * queue it happens once or not at all.
 *
 * @returns ids of the insights that were seen
 */
export async function countSightings(client: pg.ClientBase, sightings: readonly InsightSighting[]): Promise<string[]> {
  if (sightings.length === 0) return [];
  const json = storableJson(sightings.map((each) => ({ ...each, atMs: each.startedAtMs })));
  const { rows } = await client.query<{
    readonly id: string;
    readonly environment_id: string;
    readonly fingerprint: string;
  }>(upsertInsights, [json]);
  const ids = new Map(rows.map((row) => [`${row.environment_id} ${row.fingerprint}`, row.id]));
  const idOf = ({ environmentId, fingerprint }: InsightSighting): string =>
    ids.get(`${environmentId} ${fingerprint}`) ?? "";

  const counts = new Map<string, { requests: number; reached: number }>();
  const shares = new Map<string, number>();
  for (const sighting of sightings) {
    const id = idOf(sighting);
    const window = JSON.stringify([id, floorTo(errorWindowMs, sighting.startedAtMs)]);
    const count = counts.get(window) ?? { requests: 0, reached: 0 };
    counts.set(window, { requests: count.requests + 1, reached: count.reached + (sighting.reachedCaller ? 1 : 0) });
    for (const [dimension, value] of Object.entries(sighting.values)) {
      const share = JSON.stringify([id, floorTo(hourMs, sighting.startedAtMs), dimension, value]);
      shares.set(share, (shares.get(share) ?? 0) + 1);
    }
  }
  await client.query(addCounts, [
    JSON.stringify(
      [...counts].map(([key, { requests, reached }]) => [...(JSON.parse(key) as unknown[]), requests, reached]),
    ),
  ]);
  await client.query(addShares, [
    storableJson([...shares].map(([key, requests]) => [...(JSON.parse(key) as unknown[]), requests])),
  ]);
  await client.query(
    `INSERT INTO error_insight_samples (insight_id, started_at, request_id)
     SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[]) ON CONFLICT DO NOTHING`,
    [
      sightings.map(idOf),
      sightings.map(({ startedAtMs }) => new Date(startedAtMs)),
      sightings.map(({ requestId }) => requestId),
    ],
  );
  const seen = [...new Set(ids.values())];
  await client.query(
    `DELETE FROM error_insight_samples s USING unnest($1::uuid[]) AS seen(id)
     WHERE s.insight_id = seen.id AND s.started_at < (
       SELECT started_at FROM error_insight_samples newest WHERE newest.insight_id = seen.id
       ORDER BY started_at DESC OFFSET ${samplesKept - 1} LIMIT 1)`,
    [seen],
  );
  return seen;
}

const floorTo = (ms: number, atMs: number): string => new Date(Math.floor(atMs / ms) * ms).toISOString();

/** In the order of their key, so that nobody who writes them waits crosswise. */
const upsertInsights = `
  WITH seen AS (
    SELECT "workspaceId", "environmentId", fingerprint, "fingerprintVersion",
      min("errorClass") AS error_class, min(provider) AS provider, min(upstream) AS upstream, min(message) AS message,
      (array_agg("sampleMessage" ORDER BY "atMs"))[1] AS sample_message,
      to_timestamp(min("atMs") / 1000) AS first_at, to_timestamp(max("atMs") / 1000) AS last_at,
      count(*) AS requests, count(*) FILTER (WHERE "reachedCaller") AS reached
    FROM json_to_recordset($1::json) AS s("workspaceId" uuid, "environmentId" uuid, fingerprint text,
      "fingerprintVersion" integer, "errorClass" text, provider text, upstream text, message text, "sampleMessage" text,
      "atMs" double precision, "reachedCaller" boolean)
    GROUP BY 1, 2, 3, 4 ORDER BY 2, 3
  )
  INSERT INTO error_insights AS kept (id, workspace_id, environment_id, fingerprint, fingerprint_version, error_class,
    provider, upstream, message, sample_message, state_since, onset_at, first_seen_at, last_seen_at, requests, reached_caller)
  SELECT gen_random_uuid(), "workspaceId", "environmentId", fingerprint, "fingerprintVersion", error_class, provider,
    upstream, message, sample_message, first_at, first_at, first_at, last_at, requests, reached FROM seen
  ON CONFLICT (environment_id, fingerprint) DO UPDATE SET
    first_seen_at = least(kept.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at),
    requests = kept.requests + excluded.requests,
    reached_caller = kept.reached_caller + excluded.reached_caller
  RETURNING id, environment_id, fingerprint`;

const addCounts = `
  INSERT INTO error_insight_counts AS kept (insight_id, start_at, requests, reached_caller)
  SELECT (c->>0)::uuid, (c->>1)::timestamptz, (c->>2)::integer, (c->>3)::integer FROM json_array_elements($1::json) c
  ON CONFLICT (insight_id, start_at) DO UPDATE SET
    requests = kept.requests + excluded.requests, reached_caller = kept.reached_caller + excluded.reached_caller`;

const addShares = `
  INSERT INTO error_insight_shares AS kept (insight_id, start_at, dimension, value, requests)
  SELECT (s->>0)::uuid, (s->>1)::timestamptz, s->>2, s->>3, (s->>4)::integer FROM json_array_elements($1::json) s
  ON CONFLICT (insight_id, start_at, dimension, value) DO UPDATE SET requests = kept.requests + excluded.requests`;
