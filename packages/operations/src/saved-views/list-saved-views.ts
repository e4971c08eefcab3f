import { z } from "zod";
import { workspaceVerb } from "../verb/workspace-verb.ts";
import { type SavedViewSummary, savedViewSummary } from "./saved-view-summary.ts";

/** The workspace's saved views by name; the deleted ones are left out. */
export const listSavedViews = workspaceVerb({
  scope: "saved-views:read",
  input: z.object({ workspaceId: z.uuid() }),
  run: async ({ ctx }): Promise<SavedViewSummary[]> => {
    const rows = await ctx.db.prisma.savedView.findMany({
      where: { workspaceId: ctx.workspaceId, deletedAt: null },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    return rows.map(savedViewSummary);
  },
});
