import type { OperationContext, OperationParts, Transaction } from "../operation-context.ts";
import { type AuditEntry, recordAudit } from "../verb/record-audit.ts";

/**
 * Appends what a user did with their account to the audit log of every workspace that they belong to: it is as much a matter
 * of each. Who belongs to none leaves no trace, as there is nobody to read it.
 */
export async function recordAccountAudit(
  tx: Transaction,
  parts: OperationParts,
  userId: string,
  entry: AuditEntry,
): Promise<void> {
  const memberships = await tx.membership.findMany({
    where: { userId },
    include: { user: { select: { name: true } } },
  });
  const nowMs = parts.clock();
  for (const { workspaceId, role, user } of memberships) {
    const actor = { kind: "user", userId, name: user.name, workspaceId, role } as const;
    const ctx: OperationContext = { ...parts, actor, workspaceId, transaction: tx };
    await recordAudit(tx, { ctx, environmentId: null, nowMs }, entry);
  }
}
