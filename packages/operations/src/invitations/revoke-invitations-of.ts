import { can, type Role } from "@meridian/access";
import type { OperationContext, Transaction } from "../operation-context.ts";
import { recordAudit } from "../verb/record-audit.ts";

/**
 * Ends the open invitations that somebody made and could make no longer, now that their role is `role` (null: none): nobody
 * comes in, or back, by a link of theirs. The caller holds the workspace's members.
 */
export async function revokeInvitationsOf(
  tx: Transaction,
  ctx: OperationContext,
  { userId, role }: { readonly userId: string; readonly role: Role | null },
): Promise<void> {
  if (role === "owner") return;
  const { workspaceId } = ctx;
  const invites = role !== null && can(role, "members:write");
  const nowMs = ctx.clock();
  const now = new Date(nowMs);
  const rows = await tx.invitation.updateManyAndReturn({
    where: {
      workspaceId,
      invitedById: userId,
      revokedAt: null,
      acceptedAt: null,
      expiresAt: { gt: now },
      ...(invites && { role: "owner" }),
    },
    data: { revokedAt: now },
    select: { id: true, email: true, role: true },
  });
  await tx.mailMessage.updateMany({
    where: { invitationId: { in: rows.map(({ id }) => id) }, state: "pending" },
    data: { state: "cancelled", sealedBody: null },
  });
  for (const { id, email, role: granted } of rows) {
    await recordAudit(
      tx,
      { ctx, environmentId: null, nowMs },
      {
        action: "invitation.revoke",
        target: { kind: "invitation", id },
        before: { email, role: granted, revoked: false },
        after: { email, role: granted, revoked: true },
      },
    );
  }
}
