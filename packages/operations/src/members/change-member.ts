import type { Role } from "@meridian/access";
import { OperationError } from "../errors.ts";
import { revokeInvitationsOf } from "../invitations/revoke-invitations-of.ts";
import type { OperationContext, Transaction } from "../operation-context.ts";
import { actorUserId } from "../verb/actor-name.ts";
import type { AuditEntry } from "../verb/record-audit.ts";
import { lockMembers } from "./lock-members.ts";
import { memberChangeRefusal } from "./member-rules.ts";

/**
 * Gives a member another role, or none (`to` null), and ends the open invitations of theirs that go beyond it. Throws `not_found` for who is no member, `conflict` and `forbidden` for
 * what the rules refuse.
 *
 * @returns what to write into the audit log; null when nothing changed
 */
export async function changeMember(
  tx: Transaction,
  ctx: OperationContext,
  { userId, to, action }: { readonly userId: string; readonly to: Role | null; readonly action: string },
): Promise<AuditEntry | null> {
  const members = await lockMembers(tx, ctx);
  const from = members.roleOf(userId);
  if (from === null) throw new OperationError("not_found", "There is no such member.");
  if (from === to) return null;
  const self = actorUserId(ctx.actor) === userId;
  const refusal = memberChangeRefusal({ by: members.actorRole, self, from, to, owners: members.owners });
  if (refusal !== null)
    throw new OperationError(from === "owner" && members.owners <= 1 ? "conflict" : "forbidden", refusal);
  const where = { workspaceId_userId: { workspaceId: ctx.workspaceId, userId } };
  if (to === null) await tx.membership.delete({ where });
  else await tx.membership.update({ where, data: { role: to } });
  await revokeInvitationsOf(tx, ctx, { userId, role: to });
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  return {
    action,
    target: { kind: "member", id: userId },
    before: { email, role: from },
    after: to === null ? null : { email, role: to },
  };
}
