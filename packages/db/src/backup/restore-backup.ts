import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { knownMigrations, migrate } from "../migrations/migrate.ts";
import { sequencesAfterRows } from "./describe-tables.ts";
import { BackupError, type Manifest } from "./manifest.ts";
import { checkBackup, tablesIn } from "./read-backup.ts";

export type RestoreOptions = {
  readonly url: string;
  readonly path: string;
  /** Of the master key that this installation runs with. */
  readonly keyFingerprint: string;
  /** Whether what is there may be overwritten. */
  readonly force: boolean;
  readonly onTable?: (table: string) => void;
};

/**
 * Puts a backup into a database that holds nothing, and brings it to the newest migration. Checks the whole file before it
 * touches anything; when it fails later, the database is empty.
 *
 * @returns migrations that are newer than the backup
 * @throws BackupError with a sentence for people
 */
export async function restoreBackup(options: RestoreOptions): Promise<readonly string[]> {
  const manifest = await checkBackup(options.path);
  requireKnown(manifest, options);
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {}); // the query that runs tells
  await client.connect();
  try {
    if (!options.force && (await holdsSomething(client))) {
      throw new BackupError(
        "There are people or workspaces in this installation: a backup is restored into an empty one. Choose another data folder, or overwrite all of it with --force.",
      );
    }
    await emptySchema(client);
    try {
      const names = manifest.migrations.map(({ name }) => name);
      await migrate(options.url, names);
      await fill(client, manifest, options);
      return await migrate(options.url);
    } catch (error) {
      await client.query("ROLLBACK");
      await emptySchema(client);
      throw error;
    }
  } finally {
    await client.end().catch(() => {});
  }
}

function requireKnown(manifest: Manifest, { keyFingerprint }: RestoreOptions): void {
  if (manifest.keyFingerprint !== keyFingerprint) {
    throw new BackupError(
      "This backup was made under another master key: provider secrets in it would not open, and gateways would not believe it. Put the keys.json of that installation into the data folder, or set MERIDIAN_MASTER_KEY.",
    );
  }
  const known = new Map(knownMigrations().map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of manifest.migrations) {
    if (!known.has(name))
      throw new BackupError(`This backup is of a newer Meridian (it knows ${name}): restore it with that one.`);
    if (known.get(name) !== checksum)
      throw new BackupError(`This backup's tables were made by another script ${name} than the one here.`);
  }
}

async function holdsSomething(client: pg.ClientBase): Promise<boolean> {
  for (const table of ["workspaces", "users"]) {
    const { rows } = await client.query("SELECT to_regclass($1) IS NOT NULL AS there", [`public.${table}`]);
    if (rows[0]?.there && (await client.query(`SELECT FROM ${table} LIMIT 1`)).rowCount) return true;
  }
  return false;
}

async function emptySchema(client: pg.ClientBase): Promise<void> {
  await client.query("SET lock_timeout = '10s'");
  try {
    await client.query("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public");
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== "55P03") throw error;
    throw new BackupError("Something still uses this database: stop gateways, workers and web apps first.", {
      cause: error,
    });
  }
}

/** All tables in one transaction. The triggers that keep audit events and versions as they are stand aside meanwhile. */
async function fill(client: pg.ClientBase, manifest: Manifest, options: RestoreOptions): Promise<void> {
  const quoted = pg.escapeIdentifier;
  const tables = manifest.tables.map(({ name }) => quoted(name));
  await client.query("BEGIN");
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  // Migrations may have written rows of their own.
  await client.query(`TRUNCATE ${tables.join(", ")} CASCADE`);
  for (const { name, of, bound } of manifest.partitions)
    await client.query(`CREATE TABLE IF NOT EXISTS ${quoted(name)} PARTITION OF ${quoted(of)} ${bound}`);

  for await (const { table, rows } of tablesIn(options.path)) {
    const columns = manifest.tables.find(({ name }) => name === table)?.columns ?? [];
    const names = columns.map((column) => quoted(column)).join(", ");
    await pipeline(rows, client.query(copyFrom(`COPY ${quoted(table)} (${names}) FROM STDIN`)));
    options.onTable?.(table);
  }
  for (const sql of await sequencesAfterRows(client)) await client.query(sql);
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await client.query("COMMIT");
  await client.query("ANALYZE");
}
