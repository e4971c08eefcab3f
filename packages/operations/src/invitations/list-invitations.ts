import { z } from "zod";
import { workspaceVerb } from "../verb/workspace-verb.ts";
import { type InvitationSummary, invitationSummary } from "./invitation-summary.ts";

/** Older ones stand in the audit log. */
const most = 300;

export type Invitations = {
  /** Newest first. */
  readonly invitations: readonly InvitationSummary[];
  /** Whether this installation can mail links. */
  readonly mail: boolean;
};

/** The latest 300 invitations to the workspace, whatever became of them. */
export const listInvitations = workspaceVerb({
  scope: "members:read",
  input: z.object({ workspaceId: z.uuid() }),
  run: async ({ ctx }): Promise<Invitations> => {
    const nowMs = ctx.clock();
    const rows = await ctx.db.prisma.invitation.findMany({
      where: { workspaceId: ctx.workspaceId },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      take: most,
      omit: { tokenSha256: true },
      include: {
        mail: { orderBy: [{ createdAt: "desc" }, { id: "asc" }], take: 1, select: { state: true, lastError: true } },
      },
    });
    return { invitations: rows.map((row) => invitationSummary(row, row.mail[0], nowMs)), mail: ctx.mail !== null };
  },
});
