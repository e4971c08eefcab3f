import type pg from "pg";

/** A gateway has forgotten an environment, and written what it knew of it, long before. */
const settledMs = 600_000;

/** Rows of one statement: short enough to hold up nobody. */
const batch = 20_000;

/**
 * Erases the requests and metrics of environments that are gone. Until ten minutes after an environment's end a gateway
 * may still write what it had in hand, so its name is kept until then and looked after again.
 *
 * @returns how many rows were erased
 */
export async function eraseDeletedEnvironments(pool: pg.Pool, nowMs: number): Promise<number> {
  const { rows } = await pool.query<{ readonly id: string; readonly deleted_at: Date }>(
    "SELECT id, deleted_at FROM deleted_environments ORDER BY deleted_at",
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  const settled = rows.filter(({ deleted_at }) => nowMs - deleted_at.getTime() > settledMs).map(({ id }) => id);
  const tables = await tablesByEnvironment(pool);
  let erased = 0;
  for (const table of tables) {
    // A series is referred to by cells, and remembered by gateways that know the environment.
    erased += await eraseFrom(pool, table, table === "metric_series" ? settled : ids);
  }
  if (settled.length > 0) await pool.query("DELETE FROM deleted_environments WHERE id = ANY ($1::uuid[])", [settled]);
  return erased;
}

/**
 * Tables that say an environment without a reference to it, series last. Audit events stay. By the catalog, so that a
 * table that comes later is not forgotten.
 */
async function tablesByEnvironment(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ readonly name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attname = 'environment_id' AND c.relname <> 'audit_events'
       AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid = c.oid AND a.attnum = ANY (f.conkey))
     ORDER BY c.relname = 'metric_series', c.relname`,
  );
  return rows.map(({ name }) => name);
}

async function eraseFrom(pool: pg.Pool, table: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  for (let erased = 0; ; ) {
    const { rowCount } = await pool.query(
      `DELETE FROM "${table}" WHERE (tableoid, ctid) IN
         (SELECT tableoid, ctid FROM "${table}" WHERE environment_id = ANY ($1::uuid[]) LIMIT ${batch})`,
      [ids],
    );
    erased += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return erased;
  }
}
