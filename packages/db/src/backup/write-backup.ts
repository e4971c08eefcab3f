import { createHash } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { type ArchiveWriter, writeArchive } from "./archive.ts";
import { describeTables } from "./describe-tables.ts";
import { BackupError, type Contents, type Manifest, manifestSchema } from "./manifest.ts";

/** Bytes of rows in one entry of the archive: all that is held in memory, of however many. */
const entryBytes = 4 * 1024 * 1024;

export type BackupOptions = {
  readonly url: string;
  /** Must not exist. A backup that fails leaves nothing there. */
  readonly path: string;
  readonly meridian: string;
  readonly keyFingerprint: string;
  /** The installation's keys, sealed; null: not in the backup. */
  readonly sealedKeys: Uint8Array | null;
  readonly onTable?: (table: string, rows: number, bytes: number) => void;
};

/** Writes all tables as they stand at one moment, however long it takes and whatever is written meanwhile. */
export async function writeBackup(options: BackupOptions): Promise<Contents> {
  if (existsSync(options.path)) throw new BackupError(`${options.path} exists already: name another file.`);
  const unfinished = `${options.path}.unfinished`;
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {}); // the query that runs tells
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL bytea_output = 'hex'");
    const manifest = await manifestOf(client, options);
    const archive = writeArchive(unfinished);
    await archive.add("manifest.json", jsonBytes(manifest));
    if (options.sealedKeys) await archive.add("keys.sealed", options.sealedKeys);
    const contents: Contents = {};
    for (const table of manifest.tables) {
      const content = await copyOut(client, archive, table);
      contents[table.name] = content;
      options.onTable?.(table.name, content.rows, content.bytes);
    }
    await archive.add("contents.json", jsonBytes(contents));
    await archive.end();
    renameSync(unfinished, options.path);
    return contents;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function manifestOf(client: pg.ClientBase, options: BackupOptions): Promise<Manifest> {
  const { rows: migrations } = await client.query<Manifest["migrations"][number]>(
    "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name",
  );
  const { rows: server } = await client.query<{ readonly version: string; readonly now: Date }>(
    "SELECT current_setting('server_version') AS version, now()",
  );
  // What we would refuse to read is not written.
  return manifestSchema.parse({
    format: "meridian-backup",
    version: 1,
    createdAt: server[0]?.now.toISOString(),
    meridian: options.meridian,
    postgres: server[0]?.version,
    keyFingerprint: options.keyFingerprint,
    keys: options.sealedKeys !== null,
    migrations,
    ...(await describeTables(client)),
  });
}

async function copyOut(
  client: pg.ClientBase,
  archive: ArchiveWriter,
  { name, columns }: Manifest["tables"][number],
): Promise<Contents[string]> {
  const hash = createHash("sha256");
  let [rows, bytes, entries] = [0, 0, 0];
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const flush = async (): Promise<void> => {
    if (pendingBytes === 0) return;
    entries += 1;
    await archive.add(`tables/${name}/${String(entries).padStart(6, "0")}.copy`, Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
  };
  const selected = columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const stream = client.query(copyTo(`COPY (SELECT ${selected} FROM ${pg.escapeIdentifier(name)}) TO STDOUT`));
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    rows += linesIn(chunk);
    pending.push(Buffer.from(chunk));
    pendingBytes += chunk.byteLength;
    if (pendingBytes >= entryBytes) await flush();
  }
  await flush();
  return { rows, bytes, sha256: hash.digest("hex") };
}

/** Rows: a newline ends each, and one within a value is written as two characters. */
function linesIn(chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

const jsonBytes = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
