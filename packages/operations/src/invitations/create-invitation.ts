import { randomUUID } from "node:crypto";
import { roles } from "@meridian/access";
import { z } from "zod";
import { emailAddress } from "../accounts/person-schemas.ts";
import { OperationError } from "../errors.ts";
import { lockMembers } from "../members/lock-members.ts";
import type { Transaction } from "../operation-context.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { type InvitationSummary, invitationMs, invitationSummary } from "./invitation-summary.ts";
import { newInvitationToken } from "./invitation-token.ts";
import { sendInvitation } from "./send-invitation.ts";

/** Enough for a large team's first day, and an end to what a stolen session could mail. */
const mostOpen = 200;

/** `token` ends the link, and is never to be had again. */
export type IssuedInvitation = {
  readonly invitation: InvitationSummary;
  readonly token: string;
  /** Whether its mail is on the way. */
  readonly mailed: boolean;
};

/**
 * Makes a one-time link that makes whoever opens it a member; with an address, only the person whose address it is. Throws
 * `conflict` for somebody who is a member or invited already, `forbidden` for an owner's link made by anybody else.
 */
export const createInvitation = workspaceMutation({
  scope: "members:write",
  input: z.object({ workspaceId: z.uuid(), email: emailAddress.nullable().default(null), role: z.enum(roles) }),
  run: async ({ tx, ctx, input: { email, role }, nowMs }) => {
    const { workspaceId, actor } = ctx;
    const { actorRole } = await lockMembers(tx, ctx);
    if (role === "owner" && actorRole !== "owner") {
      throw new OperationError("forbidden", "Only an owner can invite an owner.");
    }
    if (email !== null) await requireUninvited(tx, workspaceId, email, nowMs);
    const open = { workspaceId, revokedAt: null, acceptedAt: null, expiresAt: { gt: new Date(nowMs) } };
    if ((await tx.invitation.count({ where: open })) >= mostOpen) {
      throw new OperationError("conflict", `A workspace has at most ${mostOpen} open invitations. Revoke some first.`);
    }
    const link = newInvitationToken();
    const row = await tx.invitation.create({
      data: {
        id: randomUUID(),
        workspaceId,
        email,
        role,
        tokenSha256: link.tokenSha256,
        invitedById: actorUserId(actor),
        invitedByName: actorName(actor),
        createdAt: new Date(nowMs),
        expiresAt: new Date(nowMs + invitationMs),
      },
    });
    const mailed = await sendInvitation(tx, ctx, row, link);
    const mail = mailed ? ({ state: "pending", lastError: null } as const) : undefined;
    const result: IssuedInvitation = { invitation: invitationSummary(row, mail, nowMs), token: link.token, mailed };
    return {
      result,
      audit: {
        action: "invitation.create",
        target: { kind: "invitation", id: row.id },
        before: null,
        after: { email, role, mailed },
      },
    };
  },
});

async function requireUninvited(tx: Transaction, workspaceId: string, email: string, nowMs: number): Promise<void> {
  if (await tx.membership.findFirst({ where: { workspaceId, user: { email } }, select: { userId: true } })) {
    throw new OperationError("conflict", `${email} is a member already.`);
  }
  const pending = { workspaceId, email, revokedAt: null, acceptedAt: null };
  const before = await tx.invitation.findFirst({ where: pending, select: { id: true, expiresAt: true } });
  if (!before) return;
  if (before.expiresAt.getTime() > nowMs) {
    throw new OperationError("conflict", `${email} has an open invitation: send that one again, or revoke it first.`);
  }
  await tx.invitation.update({ where: { id: before.id }, data: { revokedAt: before.expiresAt } });
}
