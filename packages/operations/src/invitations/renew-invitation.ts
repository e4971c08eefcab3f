import { z } from "zod";
import { OperationError } from "../errors.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import type { IssuedInvitation } from "./create-invitation.ts";
import { invitationMs, invitationSummary } from "./invitation-summary.ts";
import { newInvitationToken } from "./invitation-token.ts";
import { requireInvitation } from "./require-invitation.ts";
import { sendInvitation } from "./send-invitation.ts";

/**
 * Gives an invitation a new link that holds 7 days from now, mailed where the first one was; the old link ends. That is how
 * one is sent again or copied again: nobody kept the old one.
 */
export const renewInvitation = workspaceMutation({
  scope: "members:write",
  input: z.object({ workspaceId: z.uuid(), invitationId: z.uuid() }),
  run: async ({ tx, ctx, input, nowMs }) => {
    const before = await requireInvitation(tx, ctx, input.invitationId);
    const { id, email, role } = before;
    if (before.revokedAt) throw new OperationError("conflict", "This invitation was revoked: invite them anew.");
    const link = newInvitationToken();
    const expiresAt = new Date(nowMs + invitationMs);
    const row = { ...before, expiresAt };
    await tx.invitation.update({ where: { id }, data: { tokenSha256: link.tokenSha256, expiresAt } });
    const mailed = await sendInvitation(tx, ctx, row, link);
    const mail = mailed ? ({ state: "pending", lastError: null } as const) : undefined;
    const result: IssuedInvitation = { invitation: invitationSummary(row, mail, nowMs), token: link.token, mailed };
    return {
      result,
      audit: {
        action: "invitation.renew",
        target: { kind: "invitation", id },
        before: { email, role, expiresAtMs: before.expiresAt.getTime() },
        after: { email, role, expiresAtMs: expiresAt.getTime(), mailed },
      },
    };
  },
});
