import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** Throws `conflict` when the workspace has an environment of this name. Until the transaction ends nobody else takes it. */
export async function requireFreeEnvironmentName(tx: Transaction, workspaceId: string, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`environments:${workspaceId}`}, 0))`;
  const where = { workspaceId_name: { workspaceId, name } };
  if (await tx.environment.findUnique({ where, select: { id: true } })) {
    throw new OperationError("conflict", `This workspace has an environment named ${name} already.`);
  }
}
