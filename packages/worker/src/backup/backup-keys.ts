import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BackupError } from "@meridian/db";
import { openWithPassphrase, sealWithPassphrase } from "@meridian/operations";
import { z } from "zod";

/** What of a data folder a backup with keys holds, beside the database: without these it could not be used elsewhere. */
const keptFiles = ["keys.json", "demo.json"] as const;

const shortestPassphrase = 12;

const schema = z.partialRecord(z.enum(keptFiles), z.string());

/** What a backup's keys are sealed with, and the master key that this installation runs with. */
export type SealingEnv = {
  readonly MERIDIAN_MASTER_KEY: string;
  readonly MERIDIAN_BACKUP_PASSPHRASE?: string | undefined;
};

/**
 * The files sealed. The master key in them is the one in use, also when the environment names another than keys.json: the
 * backup is read with it. Throws a BackupError without a passphrase worth the name, or without keys.
 */
export async function sealKeys(dataDir: string, env: SealingEnv): Promise<Uint8Array> {
  const passphrase = env.MERIDIAN_BACKUP_PASSPHRASE;
  if (passphrase === undefined || passphrase.length < shortestPassphrase) {
    throw new BackupError(
      `Keys are sealed with a passphrase: set MERIDIAN_BACKUP_PASSPHRASE to ${shortestPassphrase} characters or more, and keep it apart from the backup.`,
    );
  }
  const files = keptFiles.filter((name) => existsSync(join(dataDir, name)));
  if (!files.includes("keys.json")) throw new BackupError(`There are no keys in ${dataDir}: its keys.json is gone.`);
  const texts = Object.fromEntries(files.map((name) => [name, readFileSync(join(dataDir, name), "utf8")]));
  const keys = z.looseObject({}).parse(JSON.parse(texts["keys.json"] ?? ""));
  texts["keys.json"] = `${JSON.stringify({ ...keys, masterKey: env.MERIDIAN_MASTER_KEY }, null, 2)}\n`;
  return sealWithPassphrase(JSON.stringify(texts), passphrase);
}

/** Puts the sealed files into a data folder. Files that are there are left alone. @returns names of those written */
export async function unsealKeys(
  sealed: Uint8Array,
  dataDir: string,
  passphrase: string | undefined,
): Promise<readonly string[]> {
  if (!passphrase)
    throw new BackupError("The keys in this backup are sealed: set MERIDIAN_BACKUP_PASSPHRASE to their passphrase.");
  const text = await openWithPassphrase(sealed, passphrase).catch((cause: unknown) => {
    throw new BackupError("MERIDIAN_BACKUP_PASSPHRASE does not open the keys in this backup.", { cause });
  });
  const files = schema.parse(JSON.parse(text));
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const written = keptFiles.filter((name) => files[name] !== undefined && !existsSync(join(dataDir, name)));
  for (const name of written) writeFileSync(join(dataDir, name), files[name] ?? "", { mode: 0o600, flag: "wx" });
  return written;
}
