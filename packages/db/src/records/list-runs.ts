import type pg from "pg";
import type { RunQuery } from "./request-query.ts";
import type { Run, RunKind, RunListing } from "./run.ts";

const columns = { session: "session_hash", trace: "trace_id" } as const satisfies Record<RunKind["by"], string>;

/** Lines of the log that one page of runs looks at, little by little: 20,000 at most, but seldom so many. */
const stretches = [1_000, 4_000, 15_000];
/** Requests of one run that are added up, at most. */
const mostAdded = 1_000;

type Line = { readonly started_at: Date; readonly id: string; readonly key: string | null };

/** Runs in the order of their newest request. A run that the pages before this one had is not listed again. */
export async function listRuns(pool: pg.Pool, query: RunQuery): Promise<RunListing> {
  const { environmentId, by, limit, cursor } = query;
  const keys = new Set<string>();
  let last: Line | undefined;
  let more = true;
  looking: for (const length of stretches) {
    const at = last ? { startedAtMs: last.started_at.getTime(), id: last.id } : cursor;
    const lines = await linesOf(pool, { ...query, cursor: at }, length);
    for (const line of lines) {
      if (line.key !== null && !keys.has(line.key) && keys.size === limit) break looking;
      if (line.key !== null) keys.add(line.key);
      last = line;
    }
    more = lines.length === length;
    if (!more) break;
  }
  const listed = cursor ? await listedBefore(pool, query, [...keys]) : new Set<string>();
  const fresh = [...keys].filter((key) => !listed.has(key));
  return {
    runs: await addUp(pool, environmentId, by, fresh),
    nextCursor: !more || !last ? null : { startedAtMs: last.started_at.getTime(), id: last.id },
  };
}

async function linesOf(pool: pg.Pool, query: RunQuery, length: number): Promise<Line[]> {
  const { environmentId, by, cursor, fromMs, toMs } = query;
  const { rows } = await pool.query<Line>(
    `SELECT started_at, id, ${columns[by]} AS key FROM requests
     WHERE environment_id = $1 AND started_at >= $2 AND started_at < $3 AND started_at <= $4 AND (started_at, id) < ($4, $5)
     ORDER BY started_at DESC, id DESC LIMIT ${length}`,
    [
      environmentId,
      fromMs === undefined ? "-infinity" : new Date(fromMs),
      toMs === undefined ? "infinity" : new Date(toMs),
      cursor ? new Date(cursor.startedAtMs) : "infinity",
      cursor?.id ?? "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ],
  );
  return rows;
}

/** Which of the runs have a request between the cursor and the end of the window: earlier pages had them. */
async function listedBefore(pool: pg.Pool, query: RunQuery, keys: readonly string[]): Promise<Set<string>> {
  const { environmentId, by, cursor, toMs } = query;
  const { rows } = await pool.query<{ readonly key: string }>(
    `SELECT key FROM unnest($2::text[]) AS k(key) WHERE EXISTS (
       SELECT FROM requests WHERE environment_id = $1 AND ${columns[by]} = k.key
         AND started_at >= $3 AND (started_at, id) >= ($3, $4) AND started_at < $5)`,
    [
      environmentId,
      keys,
      new Date(cursor?.startedAtMs ?? 0),
      cursor?.id,
      toMs === undefined ? "infinity" : new Date(toMs),
    ],
  );
  return new Set(rows.map(({ key }) => key));
}

export async function getRun(
  pool: pg.Pool,
  { environmentId, key, by }: { readonly environmentId: string; readonly key: string } & RunKind,
): Promise<Run | null> {
  return (await addUp(pool, environmentId, by, [key]))[0] ?? null;
}

type RunRow = {
  readonly key: string;
  readonly requests: number;
  readonly failed: number;
  readonly rejected: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly ended_ms: number;
  readonly input_tokens: string;
  readonly output_tokens: string;
  readonly cost_nano_usd: string;
  readonly models: readonly string[] | null;
  readonly routes: readonly string[] | null;
};

/** In the order of the keys. */
async function addUp(pool: pg.Pool, environmentId: string, by: RunKind["by"], keys: readonly string[]): Promise<Run[]> {
  if (keys.length === 0) return [];
  const column = columns[by];
  const { rows } = await pool.query<RunRow>(
    `SELECT k.key, r.* FROM unnest($2::text[]) WITH ORDINALITY AS k(key, place) CROSS JOIN LATERAL (
       SELECT count(*)::integer AS requests,
         (count(*) FILTER (WHERE outcome = 'failed'))::integer AS failed,
         (count(*) FILTER (WHERE outcome = 'rejected'))::integer AS rejected,
         min(started_at) AS first_at, max(started_at) AS last_at,
         max(extract(epoch FROM started_at)::double precision * 1000 + duration_ms) AS ended_ms,
         sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(cost_nano_usd) AS cost_nano_usd,
         (array_agg(DISTINCT requested_model) FILTER (WHERE requested_model IS NOT NULL))[1:10] AS models,
         (array_agg(DISTINCT route) FILTER (WHERE route IS NOT NULL))[1:10] AS routes
       FROM (
         SELECT * FROM requests WHERE environment_id = $1 AND ${column} = k.key
         ORDER BY started_at DESC, id DESC LIMIT ${mostAdded + 1}
       ) newest
     ) r WHERE r.requests > 0 ORDER BY k.place`,
    [environmentId, keys],
  );
  return rows.map((row) => ({
    key: row.key,
    requests: Math.min(row.requests, mostAdded),
    more: row.requests > mostAdded,
    failed: row.failed,
    rejected: row.rejected,
    firstStartedAtMs: row.first_at.getTime(),
    lastStartedAtMs: row.last_at.getTime(),
    endedAtMs: row.ended_ms,
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    costNanoUsd: Number(row.cost_nano_usd),
    models: row.models ?? [],
    routes: row.routes ?? [],
  }));
}
