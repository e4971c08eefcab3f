import type pg from "pg";
import type { RequestCursor, RequestListing, RequestQuery } from "./request-query.ts";
import { indexedConditions, lookedForConditions } from "./request-filter.ts";
import { type RequestRow, requestNames, summaryOf } from "./request-row.ts";

/**
 * How many lines of the log one page looks at, at most. A filter that hardly anything fits would otherwise read the whole
 * log; so every page takes about the same time, and says how far it looked.
 */
const mostLooked = 20_000;

/** One page of the log from a position on, into the past or towards now. Newest first either way. */
export async function listRequests(pool: pg.Pool, query: RequestQuery): Promise<RequestListing> {
  const { limit, direction = "older", filter = {} } = query;
  const older = direction === "older";
  const stretch = stretchOf(query);
  const values = [...stretch.values];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const conditions = lookedForConditions(filter, parameter);
  const columns = `started_at, ${requestNames}`;
  const sql =
    conditions.length === 0
      ? `SELECT ${columns} ${stretch.sql} LIMIT ${parameter(limit)}`
      : `SELECT * FROM (SELECT ${columns} ${stretch.sql} LIMIT ${mostLooked}) looked
         WHERE ${conditions.join(" AND ")} ORDER BY ${stretch.order} LIMIT ${parameter(limit)}`;
  const { rows } = await pool.query<RequestRow>(sql, values);
  const requests = rows.map(summaryOf);
  const short = requests.length < limit && conditions.length > 0;
  return {
    requests: older ? requests : requests.reverse(),
    stoppedAt: short ? await lastLooked(pool, stretch) : null,
  };
}

type Stretch = { readonly sql: string; readonly order: string; readonly values: readonly unknown[] };

/** The part of the log that an index walks, in the order of looking. */
function stretchOf({ environmentId, direction, cursor, fromMs, toMs, filter = {} }: RequestQuery): Stretch {
  const older = direction !== "newer";
  const values: unknown[] = [environmentId];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const place = ["environment_id = $1", ...indexedConditions(filter, parameter)];
  if (fromMs !== undefined) place.push(`started_at >= ${parameter(new Date(fromMs))}`);
  if (toMs !== undefined) place.push(`started_at < ${parameter(new Date(toMs))}`);
  if (cursor) {
    const at = parameter(new Date(cursor.startedAtMs));
    // The plain bound is what day partitions are chosen by.
    place.push(`started_at ${older ? "<=" : ">="} ${at}`);
    place.push(`(started_at, id) ${older ? "<" : ">"} (${at}, ${parameter(cursor.id)})`);
  }
  const order = older ? "started_at DESC, id DESC" : "started_at, id";
  return { sql: `FROM requests WHERE ${place.join(" AND ")} ORDER BY ${order}`, order, values };
}

/** Where looking ended when it ended at its bound; null when the log itself ended first. */
async function lastLooked(pool: pg.Pool, { sql, values }: Stretch): Promise<RequestCursor | null> {
  const { rows } = await pool.query<{ readonly started_at: Date; readonly id: string }>(
    `SELECT started_at, id ${sql} OFFSET ${mostLooked - 1} LIMIT 1`,
    [...values],
  );
  const [last] = rows;
  return last ? { startedAtMs: last.started_at.getTime(), id: last.id } : null;
}
