import pg from "pg";
import { type CellWidth, cellTables } from "../cells/cell-levels.ts";

/** Room that rows take. `exact` false: rows as the planner estimates them. Bytes are always a share of their table's. */
export type RowUse = { readonly rows: number; readonly bytes: number; readonly exact: boolean };

/** What is kept for a time: requests, their details, or cells of one width in seconds. */
export type RetainedKind = "requests" | "requestDetails" | CellWidth;

/** Up to this many rows are counted; more are estimated, so that the answer never takes long. */
const countedUpTo = 50_000;

const tableOf = (kind: RetainedKind): { readonly table: string; readonly time: string } => {
  if (kind === "requests") return { table: "requests", time: "started_at" };
  if (kind === "requestDetails") return { table: "request_details", time: "started_at" };
  return { table: cellTables[kind], time: "start_at" };
};

/** What rows of an environment take; with `before` only those that are older. */
export async function readRowUse(
  pool: pg.Pool,
  kind: RetainedKind,
  environmentId: string,
  before: Date | null,
): Promise<RowUse> {
  const { table, time } = tableOf(kind);
  const older = before ? ` AND ${time} < ${pg.escapeLiteral(before.toISOString())}` : "";
  const own = await rowsOf(pool, `public.${table} WHERE environment_id = ${pg.escapeLiteral(environmentId)}${older}`);
  if (own.rows === 0) return { ...own, bytes: 0 };
  const all = await rowsOf(pool, `public.${table}`);
  const { rows } = await pool.query<{ readonly bytes: string }>(
    `SELECT pg_total_relation_size($1::regclass) + coalesce(sum(pg_total_relation_size(inhrelid)), 0) AS bytes
     FROM pg_inherits WHERE inhparent = $1::regclass`,
    [`public.${table}`],
  );
  return { ...own, bytes: Math.round((Number(rows[0]?.bytes ?? 0) * own.rows) / Math.max(all.rows, own.rows)) };
}

type Explained = { readonly "QUERY PLAN": readonly [{ readonly Plan: { readonly "Plan Rows": number } }] };

async function rowsOf(pool: pg.Pool, from: string): Promise<{ readonly rows: number; readonly exact: boolean }> {
  const { rows: plans } = await pool.query<Explained>(`EXPLAIN (FORMAT JSON) SELECT 1 FROM ${from}`);
  const estimate = plans[0]?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
  if (estimate > countedUpTo) return { rows: estimate, exact: false };
  // An estimate may be far too low: the count stops soon after it would have been an estimate.
  const { rows } = await pool.query<{ readonly count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${from} LIMIT ${countedUpTo * 2}) AS few`,
  );
  const count = rows[0]?.count ?? 0;
  return { rows: count, exact: count < countedUpTo * 2 };
}
