import type { Operations } from "@meridian/operations";

/** What all tables hold, in one text each: the same before and after says that nothing was written anywhere. */
export async function databaseFingerprint({ parts }: Operations): Promise<Readonly<Record<string, string>>> {
  const { pool } = parts.db;
  const { rows: tables } = await pool.query<{ readonly name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const prints = tables.map(async ({ name }) => {
    const { rows } = await pool.query<{ readonly print: string | null }>(
      `SELECT count(*) || ' ' || md5(string_agg(t::text, '|' ORDER BY t::text)) AS print FROM "${name}" t`,
    );
    return [name, rows[0]?.print ?? "empty"] as const;
  });
  return Object.fromEntries(await Promise.all(prints));
}
