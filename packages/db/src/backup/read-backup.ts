import { createHash } from "node:crypto";
import { bytesOf, readArchive } from "./archive.ts";
import { BackupError, contentsSchema, type Manifest, manifestSchema } from "./manifest.ts";

/** The manifest alone, and the sealed keys if they are in it: both stand at the beginning. */
export async function readBackupHead(path: string): Promise<{ manifest: Manifest; sealedKeys: Buffer | null }> {
  let manifest: Manifest | null = null;
  for await (const { name, chunks } of readArchive(path)) {
    if (manifest === null) {
      manifest = await manifestIn(path, name, chunks);
      if (!manifest.keys) return { manifest, sealedKeys: null };
    } else if (name === "keys.sealed") return { manifest, sealedKeys: await bytesOf(chunks) };
    else break;
  }
  throw new BackupError(`${path} is damaged: it lacks what its beginning promises.`);
}

/** Reads it from end to end. @throws BackupError unless all of it is there, and as it was written */
export async function checkBackup(path: string): Promise<Manifest> {
  let manifest: Manifest | null = null;
  let complete = false;
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for await (const { name, chunks } of readArchive(path)) {
    if (manifest === null) manifest = await manifestIn(path, name, chunks);
    else if (name === "contents.json") {
      const contents = contentsSchema.parse(JSON.parse((await bytesOf(chunks)).toString()));
      for (const { name: table } of manifest.tables) {
        const found = (hashes.get(table) ?? createHash("sha256")).digest("hex");
        if (contents[table]?.sha256 !== found) throw new BackupError(`${path} is damaged: ${table} is not as it was.`);
      }
      complete = true;
    } else {
      const table = tableOf(name) ?? name;
      const hash = hashes.get(table) ?? createHash("sha256");
      hashes.set(table, hash);
      for await (const chunk of chunks) hash.update(chunk);
    }
  }
  if (manifest === null || !complete) throw new BackupError(`${path} is cut off: its end is missing.`);
  return manifest;
}

/** Each table with its rows in the text form of COPY, to be read to their end before the next. */
export async function* tablesIn(
  path: string,
): AsyncGenerator<{ readonly table: string; readonly rows: AsyncGenerator<Uint8Array> }> {
  const entries = readArchive(path);
  let entry = await entries.next();
  while (entry.done !== true) {
    const table = tableOf(entry.value.name);
    const rows = async function* (): AsyncGenerator<Uint8Array> {
      for (; entry.done !== true && tableOf(entry.value.name) === table; entry = await entries.next())
        yield* entry.value.chunks;
    };
    if (table !== null) yield { table, rows: rows() };
    else {
      for await (const _ of entry.value.chunks) {
        // no rows
      }
      entry = await entries.next();
    }
  }
}

const tableOf = (entry: string): string | null => /^tables\/(\w+)\/\d+\.copy$/.exec(entry)?.[1] ?? null;

async function manifestIn(path: string, name: string, chunks: AsyncIterable<Uint8Array>): Promise<Manifest> {
  if (name !== "manifest.json") throw new BackupError(`${path} is no backup of Meridian.`);
  const json = JSON.parse((await bytesOf(chunks)).toString()) as { readonly version?: unknown };
  if (typeof json.version === "number" && json.version > 1)
    throw new BackupError(
      `${path} was written by a newer Meridian, in form ${json.version}: restore it with that one.`,
    );
  const { success, data } = manifestSchema.safeParse(json);
  if (!success) throw new BackupError(`${path} is damaged: its manifest does not say what it must.`);
  return data;
}
