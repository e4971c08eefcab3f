import type pg from "pg";

const dayMs = 86_400_000;

/** Whether a write failed only because its day has no partition yet: a check that is no named constraint. */
export function isMissingPartition(error: unknown): boolean {
  const { code, constraint } = error as { readonly code?: unknown; readonly constraint?: unknown };
  return code === "23514" && constraint === undefined;
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
      await dropPartition(pool, name);
      dropped.push(name);
    }
  }
  return dropped;
}

/** Start of the oldest day of which requests are kept, epoch ms; null when none is. */
export async function oldestPartitionMs(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ readonly day: string | null }>(
    `SELECT min(right(child.relname, 8)) AS day FROM pg_inherits
     JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'public.requests'::regclass`,
  );
  const day = rows[0]?.day;
  return day ? Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6))) : null;
}

/**
 * Dropping locks the whole table for a moment. Behind a long query it would wait, and every write behind it: it gives up
 * after 3 s instead, to be tried again.
 */
async function dropPartition(pool: pg.Pool, name: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL lock_timeout = '3s'");
    await client.query(`DROP TABLE IF EXISTS public."${name}"`);
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
