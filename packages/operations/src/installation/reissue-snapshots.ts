import { notifyEnvironment } from "@meridian/db";
import { lockEnvironment } from "../environment/lock-environment.ts";
import { writeEnvironmentSnapshot } from "../environment/write-environment-snapshot.ts";
import type { OperationParts } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";

/** More than anybody publishes between a backup and its return. */
const serialsSkipped = 1_000_000n;

/**
 * After a restore: signs every environment's snapshot anew, with a serial beyond any that was given out since the backup.
 * A gateway never goes back to an older serial, and would otherwise keep serving what was undone by the restore.
 *
 * @returns the number of environments
 */
export async function reissueSnapshots({ parts }: { readonly parts: OperationParts }): Promise<number> {
  const environments = await parts.db.prisma.environment.findMany({ orderBy: { id: "asc" } });
  for (const environment of environments) {
    await inTransaction({ db: parts.db, transaction: null }, async (tx) => {
      await lockEnvironment(tx, environment.id);
      const where = { environmentId: environment.id };
      await tx.environmentSnapshot.updateMany({ where, data: { serial: { increment: serialsSkipped } } });
      await writeEnvironmentSnapshot(tx, {
        keys: parts.keys,
        environment,
        nowMs: parts.clock(),
        leaveOutUnreadable: true,
      });
      await notifyEnvironment(tx, environment.id);
    });
  }
  return environments.length;
}
