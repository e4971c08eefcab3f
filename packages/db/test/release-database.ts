import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { ensureDatabase } from "../src/ensure-database.ts";
import { testServerVariable } from "../src/testing/test-server.ts";

const folder = join(import.meta.dirname, "releases");

/** Releases whose tables and rows are kept here, oldest first. */
export const releases = readdirSync(folder)
  .map((file) => file.replace(/\.sql$/, ""))
  .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

export type OwnDatabase = { readonly url: string; readonly client: pg.Client; drop(): Promise<void> };

/** A database with nothing in it. */
export async function emptyDatabase(): Promise<OwnDatabase> {
  const server = process.env[testServerVariable];
  const name = `own_${randomBytes(8).toString("hex")}`;
  const url = `${server}/${name}`;
  await ensureDatabase(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const drop = async (): Promise<void> => {
    await client.end();
    const admin = new pg.Client({ connectionString: `${server}/postgres` });
    await admin.connect();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { url, client, drop };
}

/** A database as a release left it. */
export async function releaseDatabase(release: string): Promise<OwnDatabase> {
  const database = await emptyDatabase();
  await database.client.query(readFileSync(join(folder, `${release}.sql`), "utf8"));
  return database;
}

type Column = { readonly table: string; readonly column: string };

/** Every column of every table with its values, sorted: what must be the same before and after. */
export async function valuesByColumn(client: pg.ClientBase): Promise<Map<string, readonly string[]>> {
  const { rows: columns } = await client.query<Column>(
    `SELECT c.relname AS "table", a.attname AS "column" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'`,
  );
  const values = new Map<string, readonly string[]>();
  for (const { table, column } of columns) {
    const { rows } = await client.query<{ readonly value: string }>(
      `SELECT "${column}"::text AS value FROM "${table}" ORDER BY 1`,
    );
    values.set(
      `${table}.${column}`,
      rows.map(({ value }) => value),
    );
  }
  return values;
}
