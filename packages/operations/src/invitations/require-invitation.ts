import { OperationError } from "../errors.ts";
import { lockMembers } from "../members/lock-members.ts";
import type { OperationContext, Transaction } from "../operation-context.ts";

/**
 * An invitation to the workspace that was not accepted, held until the transaction ends. Throws `not_found` for one of
 * another workspace as for none, `conflict` for one that made a member already, `forbidden` for an owner's when the actor is
 * none.
 */
export async function requireInvitation(tx: Transaction, ctx: OperationContext, id: string) {
  const { actorRole } = await lockMembers(tx, ctx);
  const row = await tx.invitation.findFirst({
    where: { id, workspaceId: ctx.workspaceId },
    omit: { tokenSha256: true },
  });
  if (!row) throw new OperationError("not_found", "There is no such invitation.");
  if (row.acceptedAt) throw new OperationError("conflict", "This invitation was accepted already.");
  if (row.role === "owner" && actorRole !== "owner") {
    throw new OperationError("forbidden", "Only an owner can change an owner's invitation.");
  }
  return row;
}
