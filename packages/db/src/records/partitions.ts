import type pg from "pg";

const dayMs = 86_400_000;

/** Whether a write failed only because its day has no partition yet. */
export function isMissingPartition(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return code === "23514" && typeof message === "string" && message.startsWith("no partition of relation");
}

/** Makes the partitions of the UTC days that these times (epoch ms) fall into. Does nothing for those that exist. */
export async function ensurePartitions(pool: pg.Pool, timesMs: readonly number[]): Promise<void> {
  const days = new Set(timesMs.map((timeMs) => new Date(timeMs).toISOString().slice(0, 10)));
  for (const day of days) await pool.query("SELECT ensure_request_partitions($1::date)", [day]);
}

/** Makes the partitions from yesterday to `daysAhead` days from now: a day should never begin with a write that waits. */
export async function ensureUpcomingPartitions(pool: pg.Pool, nowMs: number, daysAhead: number): Promise<void> {
  await ensurePartitions(
    pool,
    Array.from({ length: daysAhead + 2 }, (_, day) => nowMs + (day - 1) * dayMs),
  );
}

/**
 * Drops the partitions of days that are wholly older than their table's retention.
 *
 * @returns names of the partitions dropped
 */
export async function dropOldPartitions(
  pool: pg.Pool,
  nowMs: number,
  keepDays: { readonly requests: number; readonly request_details: number },
): Promise<readonly string[]> {
  const dropped: string[] = [];
  for (const [table, days] of Object.entries(keepDays)) {
    const oldest = new Date(nowMs - days * dayMs).toISOString().slice(0, 10).replaceAll("-", "");
    const { rows } = await pool.query<{ readonly name: string }>(
      `SELECT child.relname AS name FROM pg_inherits
       JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = $1::regclass`,
      [`public.${table}`],
    );
    for (const { name } of rows) {
      if (name.slice(table.length + 1) >= oldest) continue;
      await pool.query(`DROP TABLE IF EXISTS public."${name}"`);
      dropped.push(name);
    }
  }
  return dropped;
}
