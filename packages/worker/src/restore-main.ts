// Restores a backup: DATABASE_URL, MERIDIAN_MASTER_KEY, RESTORE_FILE; RESTORE_FORCE=1 overwrites what is there.
import { restoreBackup } from "@meridian/db";
import { openOperations, reissueSnapshots } from "@meridian/operations";
import { keyFingerprint } from "./backup/key-fingerprint.ts";
import { runProgram } from "./backup/run-program.ts";
import { readRestoreEnv } from "./env.ts";
import { awaitDatabase } from "./prepare/await-database.ts";

await runProgram(async (say) => {
  const env = readRestoreEnv();
  await awaitDatabase(env.DATABASE_URL);
  const applied = await restoreBackup({
    url: env.DATABASE_URL,
    path: env.RESTORE_FILE,
    keyFingerprint: keyFingerprint(env.MERIDIAN_MASTER_KEY),
    force: env.RESTORE_FORCE,
    onTable: (table) => say(`${table} restored`),
  });
  if (applied.length > 0) say(`Migrations applied: ${applied.join(", ")}`);
  const operations = openOperations({ databaseUrl: env.DATABASE_URL, masterKey: env.MERIDIAN_MASTER_KEY, poolMax: 2 });
  try {
    return `${await reissueSnapshots({ parts: operations.parts })} environments signed anew`;
  } finally {
    await operations.close();
  }
});
