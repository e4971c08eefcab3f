import { OperationError } from "../errors.ts";
import type { OperationContext, OperationParts, Transaction } from "../operation-context.ts";
import { recordAudit } from "../verb/record-audit.ts";
import type { requireOpenInvitation } from "./find-invitation.ts";

/** Where somebody who joined may go. */
export type JoinedWorkspace = {
  readonly workspace: string;
  /** null: the workspace has none. */
  readonly environment: string | null;
  /** false: they were a member before, and the invitation is still open. */
  readonly joined: boolean;
};

/**
 * Makes a user a member by an invitation, which is thereby used. Who is a member already stays what they are. Throws
 * `forbidden` when it is for another address.
 */
export async function joinWorkspace(
  tx: Transaction,
  parts: OperationParts,
  invitation: Awaited<ReturnType<typeof requireOpenInvitation>>,
  user: { readonly id: string; readonly email: string; readonly name: string },
): Promise<JoinedWorkspace> {
  const { id, email, role, workspaceId, workspace } = invitation;
  if (email !== null && email !== user.email) {
    const words = `This invitation is for ${email}, and you are signed in as ${user.email}.`;
    throw new OperationError("forbidden", `${words} Sign in with that address, or ask for another invitation.`);
  }
  const place = {
    workspace: workspace.slug,
    environment:
      workspace.environments.find(({ name }) => name === "production")?.name ?? workspace.environments[0]?.name ?? null,
  };
  const where = { workspaceId_userId: { workspaceId, userId: user.id } };
  if (await tx.membership.findUnique({ where, select: { role: true } })) return { ...place, joined: false };
  const nowMs = parts.clock();
  await tx.membership.create({ data: { workspaceId, userId: user.id, role, createdAt: new Date(nowMs) } });
  await tx.invitation.update({ where: { id }, data: { acceptedAt: new Date(nowMs), acceptedById: user.id } });
  await tx.mailMessage.updateMany({
    where: { invitationId: id, state: "pending" },
    data: { state: "cancelled", sealedBody: null },
  });
  const actor = { kind: "user", userId: user.id, name: user.name, workspaceId, role } as const;
  const ctx: OperationContext = { ...parts, actor, workspaceId, transaction: tx };
  const target = { kind: "member", id: user.id };
  const after = { email: user.email, role, invitation: id, invitedBy: invitation.invitedByName };
  await recordAudit(tx, { ctx, environmentId: null, nowMs }, { action: "member.join", target, before: null, after });
  return { ...place, joined: true };
}
