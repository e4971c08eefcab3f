// Writes the tables and rows of a database as SQL: what one release left behind, for the test that upgrades from it. Run at
// each release against a small installation: node packages/db/src/backup/write-release-main.ts URL > packages/db/test/releases/X.sql
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { migrationsFolder } from "../migrations/migrate.ts";
import { describeTables, sequencesAfterRows } from "./describe-tables.ts";

const [url] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query("SET TIME ZONE 'UTC'");
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { rows: migrations } = await client.query<{ readonly name: string; readonly checksum: string }>(
  "SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY migration_name",
);
for (const { name } of migrations) say(readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8"));
say(`CREATE TABLE _prisma_migrations (
  id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0
);`);
for (const { name, checksum } of migrations) {
  say(`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
  VALUES (gen_random_uuid(), '${checksum}', now(), '${name}', 1);`);
}

const { tables, partitions } = await describeTables(client);
for (const { name, of, bound } of partitions)
  say(`CREATE TABLE ${pg.escapeIdentifier(name)} PARTITION OF ${pg.escapeIdentifier(of)} ${bound};`);
for (const { name, columns } of tables) {
  const values = columns.map((column) => `quote_nullable(${pg.escapeIdentifier(column)}::text)`).join(" || ', ' || ");
  const { rows } = await client.query<{ readonly text: string }>(
    `SELECT ${values} AS text FROM ${pg.escapeIdentifier(name)} ORDER BY 1`,
  );
  if (rows.length === 0) continue;
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  say(`INSERT INTO ${pg.escapeIdentifier(name)} (${names}) OVERRIDING SYSTEM VALUE VALUES`);
  say(`${rows.map(({ text }) => `  (${text})`).join(",\n")};`);
}
for (const sql of await sequencesAfterRows(client)) say(`${sql};`);
await client.end();
