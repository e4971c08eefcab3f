import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";
import { lockEnvironments } from "./lock-environments.ts";

/** Throws `conflict` when the workspace has an environment of this name. Until the transaction ends nobody else takes it. */
export async function requireFreeEnvironmentName(tx: Transaction, workspaceId: string, name: string): Promise<void> {
  await lockEnvironments(tx, workspaceId);
  const where = { workspaceId_name: { workspaceId, name } };
  if (await tx.environment.findUnique({ where, select: { id: true } })) {
    throw new OperationError("conflict", `This workspace has an environment named ${name} already.`);
  }
}
