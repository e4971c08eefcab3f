import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { emptyDatabase, type OwnDatabase, releaseDatabase, valuesByColumn } from "../../test/release-database.ts";
import { knownMigrations, migrate } from "../migrations/migrate.ts";
import { readBackupHead } from "./read-backup.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

const keyFingerprint = "0123456789abcdef";
const oldest = "0.1.0";
let folder: string;
let source: OwnDatabase;
let backup: string;
let target: OwnDatabase | null = null;

const write = (path: string, from: OwnDatabase, sealedKeys: Uint8Array | null = null) =>
  writeBackup({ url: from.url, path, meridian: "0.1.0", keyFingerprint, sealedKeys });
const restore = (path: string, more: { readonly force?: boolean; readonly keyFingerprint?: string } = {}) =>
  restoreBackup({ url: target?.url ?? "", path, keyFingerprint, force: false, ...more });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "meridian-backup-"));
  source = await releaseDatabase(oldest);
  await migrate(source.url);
  backup = join(folder, "now.backup");
  await write(backup, source);
});
afterEach(async () => {
  await target?.drop();
  target = null;
});
afterAll(async () => {
  await source.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** All columns but those that are left out. */
async function lasting(database: OwnDatabase): Promise<Record<string, readonly string[]>> {
  const values = await valuesByColumn(database.client);
  const left = /^(gateway_applications|gateway_instances|mail_messages|user_sessions)\./;
  return Object.fromEntries([...values].filter(([column]) => !left.test(column)));
}

/** It guards audit events and versions again, counts on where it was, and takes new requests. */
async function expectToGoOn(client: OwnDatabase["client"]): Promise<void> {
  await expect(client.query("DELETE FROM audit_events")).rejects.toThrow("append-only");
  await expect(client.query("UPDATE config_versions SET yaml = 'x'")).rejects.toThrow("immutable");
  const { rows } = await client.query<{ readonly id: string; readonly before: string }>(
    `INSERT INTO metric_series (environment_id, route, upstream, config_version, key_id, prompt_variant, caller_region, outcome)
     SELECT gen_random_uuid(), '', '', 0, '', '', '', '' RETURNING id, (SELECT max(id) FROM metric_series) AS before`,
  );
  expect(Number(rows[0]?.id)).toBeGreaterThan(Number(rows[0]?.before));
  await client.query("SELECT ensure_request_partitions(current_date + 1)");
}

describe("a backup restored into an empty database", () => {
  it("holds every row of every lasting table as it was, and none of the ephemeral ones", async () => {
    target = await emptyDatabase();
    expect(await restore(backup)).toEqual([]);
    expect(await lasting(target)).toEqual(await lasting(source));
    const { rows } = await target.client.query("SELECT count(*)::int AS n FROM gateway_instances");
    expect(rows).toEqual([{ n: 0 }]);
    await expectToGoOn(target.client);
  });

  it("is brought to the newest migration when it is of an older release", async () => {
    const old = await releaseDatabase(oldest);
    const path = join(folder, "old.backup");
    await write(path, old);
    await old.drop();
    target = await emptyDatabase();
    expect(await restore(path)).toEqual(
      knownMigrations()
        .slice(1)
        .map(({ name }) => name),
    );
    // What migrations write, they write at their own time.
    const untimed = (values: Record<string, readonly string[]>) =>
      Object.fromEntries(Object.entries(values).filter(([column]) => !/\.(updated_at|decided_at)$/.test(column)));
    expect(untimed(await lasting(target))).toEqual(untimed(await lasting(source)));
  });
});

describe("a backup", () => {
  it("is of one moment, whatever is written meanwhile", async () => {
    const path = join(folder, "busy.backup");
    let written = 0;
    let writing: Promise<unknown> = Promise.resolve();
    const url = source.url;
    const before = await lasting(source);
    await writeBackup({
      url,
      path,
      meridian: "0.1.0",
      keyFingerprint,
      sealedKeys: null,
      onTable: () => {
        written += 1;
        const late = `late-${written}@example.com`;
        const sql = "INSERT INTO users (id, email, name) VALUES (gen_random_uuid(), $1, 'Late')";
        writing = writing.then(() => source.client.query(sql, [late]));
      },
    });
    await writing;
    await source.client.query("DELETE FROM users WHERE name = 'Late'");
    expect(written).toBeGreaterThan(10);
    target = await emptyDatabase();
    await restore(path);
    expect(await lasting(target)).toEqual(before);
  });

  it("is for its owner alone, never overwrites a file, and leaves nothing when it fails", async () => {
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const path = join(folder, "none.backup");
    await expect(
      writeBackup({ url: "postgres://nobody@127.0.0.1:1/x", path, meridian: "", keyFingerprint, sealedKeys: null }),
    ).rejects.toThrow("ECONNREFUSED");
    expect([existsSync(path), existsSync(`${path}.unfinished`)]).toEqual([false, false]);
    await expect(write(backup, source)).rejects.toThrow("exists");
  });

  it("tells at its beginning what it is, and hands out the sealed keys if they are in it", async () => {
    expect(await readBackupHead(backup)).toMatchObject({ manifest: { keys: false }, sealedKeys: null });
    const path = join(folder, "keys.backup");
    await write(path, source, Buffer.from("sealed"));
    const { manifest, sealedKeys } = await readBackupHead(path);
    expect(manifest).toMatchObject({ format: "meridian-backup", version: 1, keys: true, keyFingerprint });
    expect(sealedKeys?.toString()).toBe("sealed");
  });
});

describe("a restore", () => {
  it("leaves an installation alone that holds something, unless forced", async () => {
    target = await releaseDatabase(oldest);
    await target.client.query("UPDATE workspaces SET name = 'Mine'");
    await expect(restore(backup)).rejects.toThrow(/restored into an empty one.*--force/);
    const { rows } = await target.client.query("SELECT name FROM workspaces");
    expect(rows).toEqual([{ name: "Mine" }]);
    await restore(backup, { force: true });
    expect(await lasting(target)).toEqual(await lasting(source));
  });

  const tables = async (): Promise<number> =>
    (await target?.client.query("SELECT FROM pg_tables WHERE schemaname = 'public'"))?.rowCount ?? -1;
  const changed = (change: (tar: Buffer) => Buffer): string => {
    const path = join(folder, "changed.backup");
    writeFileSync(path, zstdCompressSync(change(zstdDecompressSync(readFileSync(backup)))));
    return path;
  };

  it("refuses what is damaged, cut off, foreign, newer, or of another master key, before it touches anything", async () => {
    target = await emptyDatabase();
    const swapped = (from: string, to: string) => (tar: Buffer) =>
      Buffer.from(tar.toString("latin1").replaceAll(from, to), "latin1");
    await expect(restore(changed(swapped("Olivia", "Eve\u00e9ve")))).rejects.toThrow(
      "is damaged: users is not as it was",
    );
    await expect(restore(changed((tar) => tar.subarray(0, tar.length / 2)))).rejects.toThrow(/cut off|damaged/);
    await expect(restore(changed(swapped("20261123000000_init", "20991123000000_init")))).rejects.toThrow(
      "newer Meridian",
    );
    await expect(restore(changed(swapped('"version": 1', '"version": 2')))).rejects.toThrow(
      "newer Meridian, in form 2",
    );
    const foreign = join(folder, "foreign");
    writeFileSync(foreign, "hello");
    await expect(restore(foreign)).rejects.toThrow("is no backup of Meridian");
    await expect(restore(join(folder, "nowhere"))).rejects.toThrow("There is no file");
    await expect(restore(backup, { keyFingerprint: "f".repeat(16) })).rejects.toThrow("another master key");
    expect(await tables()).toBe(0);
  });

  it("says who is in the way when the database is in use, and empties what it could not fill", async () => {
    target = await emptyDatabase();
    // A partition's bound is the only SQL in a backup: nothing but a span of time passes.
    const injected = changed((tar) =>
      Buffer.from(tar.toString("latin1").replace("FOR VALUES FROM", "FOR VALUES WITH"), "latin1"),
    );
    await expect(restore(injected)).rejects.toThrow("its manifest does not say what it must");
    expect(await tables()).toBe(0);
  });
});
