// Puts the keys of a backup into a data folder that has none: RESTORE_FILE, RESTORE_KEYS_TO, MERIDIAN_BACKUP_PASSPHRASE.
import { BackupError, readBackupHead } from "@meridian/db";
import { unsealKeys } from "./backup/backup-keys.ts";
import { runProgram } from "./backup/run-program.ts";
import { readRestoreKeysEnv } from "./env.ts";

await runProgram(async () => {
  const env = readRestoreKeysEnv();
  const { sealedKeys } = await readBackupHead(env.RESTORE_FILE);
  if (sealedKeys === null) {
    throw new BackupError(
      `This backup holds no keys. Put the keys.json (and, with the demo, the demo.json) of its installation into ${env.RESTORE_KEYS_TO}, or set MERIDIAN_MASTER_KEY.`,
    );
  }
  const written = await unsealKeys(sealedKeys, env.RESTORE_KEYS_TO, env.MERIDIAN_BACKUP_PASSPHRASE);
  return written.join(" and ");
});
