import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BackupError } from "@meridian/db";
import { openWithPassphrase, sealWithPassphrase } from "@meridian/operations";
import { z } from "zod";

/** What of a data folder a backup with keys holds, beside the database: without these it could not be used elsewhere. */
const keptFiles = ["keys.json", "demo.json"] as const;

const shortestPassphrase = 12;

const schema = z.partialRecord(z.enum(keptFiles), z.string());

/** The files sealed; throws a BackupError without a passphrase worth the name. */
export async function sealKeys(dataDir: string, passphrase: string | undefined): Promise<Uint8Array> {
  if (passphrase === undefined || passphrase.length < shortestPassphrase) {
    throw new BackupError(
      `Keys are sealed with a passphrase: set MERIDIAN_BACKUP_PASSPHRASE to ${shortestPassphrase} characters or more, and keep it apart from the backup.`,
    );
  }
  const files = keptFiles.filter((name) => existsSync(join(dataDir, name)));
  const texts = Object.fromEntries(files.map((name) => [name, readFileSync(join(dataDir, name), "utf8")]));
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
