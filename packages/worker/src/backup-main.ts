// Writes a backup: DATABASE_URL, MERIDIAN_MASTER_KEY, BACKUP_FILE; with BACKUP_KEYS_FROM (a data folder) also its keys, sealed
// with MERIDIAN_BACKUP_PASSPHRASE.
import { writeBackup } from "@meridian/db";
import { openOperations, requireOurKeys } from "@meridian/operations";
import packageJson from "../package.json" with { type: "json" };
import { sealKeys } from "./backup/backup-keys.ts";
import { keyFingerprint } from "./backup/key-fingerprint.ts";
import { runProgram } from "./backup/run-program.ts";
import { readBackupEnv } from "./env.ts";
import { awaitDatabase } from "./prepare/await-database.ts";

const count = new Intl.NumberFormat("en-US");

await runProgram(async (say) => {
  const env = readBackupEnv();
  const keysFrom = env.BACKUP_KEYS_FROM;
  const sealedKeys = keysFrom === undefined ? null : await sealKeys(keysFrom, env);
  await awaitDatabase(env.DATABASE_URL);
  await requireKeysOfDatabase(env.DATABASE_URL, env.MERIDIAN_MASTER_KEY);
  const contents = await writeBackup({
    url: env.DATABASE_URL,
    path: env.BACKUP_FILE,
    meridian: packageJson.version,
    keyFingerprint: keyFingerprint(env.MERIDIAN_MASTER_KEY),
    sealedKeys,
    onTable: (table, rows) => rows > 0 && say(`${table}: ${count.format(rows)} rows`),
  });
  const rows = Object.values(contents).reduce((sum, content) => sum + content.rows, 0);
  return `${count.format(rows)} rows of ${Object.keys(contents).length} tables`;
});

/** A backup that names another key than the one that sealed what is in it could be restored by nobody. */
async function requireKeysOfDatabase(databaseUrl: string, masterKey: string): Promise<void> {
  const { parts, close } = openOperations({ databaseUrl, masterKey, poolMax: 1 });
  try {
    await requireOurKeys(parts.db.prisma, parts);
  } finally {
    await close();
  }
}
