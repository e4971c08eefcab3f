import { z } from "zod";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { invitationSummary } from "./invitation-summary.ts";
import { requireInvitation } from "./require-invitation.ts";

/** Ends an invitation: its link opens nothing from now on, and its mail is not sent if it was not yet. */
export const revokeInvitation = workspaceMutation({
  scope: "members:write",
  input: z.object({ workspaceId: z.uuid(), invitationId: z.uuid() }),
  run: async ({ tx, ctx, input, nowMs }) => {
    const { id, email, role, revokedAt, ...row } = await requireInvitation(tx, ctx, input.invitationId);
    const at = revokedAt ?? new Date(nowMs);
    const result = invitationSummary({ ...row, id, email, role, revokedAt: at }, undefined, nowMs);
    if (revokedAt) return { result, audit: null };
    await tx.invitation.update({ where: { id }, data: { revokedAt: at } });
    await tx.mailMessage.updateMany({
      where: { invitationId: id, state: "pending" },
      data: { state: "cancelled", sealedBody: null },
    });
    return {
      result,
      audit: {
        action: "invitation.revoke",
        target: { kind: "invitation", id },
        before: { email, role, revoked: false },
        after: { email, role, revoked: true },
      },
    };
  },
});
