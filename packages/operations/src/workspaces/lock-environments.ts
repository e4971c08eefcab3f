import type { Transaction } from "../operation-context.ts";

/** Until the transaction ends nobody else adds an environment to the workspace, or changes what holds for all of them. */
export async function lockEnvironments(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`environments:${workspaceId}`}, 0))`;
}
