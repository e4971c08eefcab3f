import { z } from "zod";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { findSavedView } from "./find-saved-view.ts";
import { requireFreeName } from "./require-free-name.ts";
import { savedViewSummary } from "./saved-view-summary.ts";

/** Undoes a deletion. Throws `conflict` when the name was given to another view meanwhile. */
export const restoreSavedView = workspaceMutation({
  scope: "saved-views:write",
  input: z.object({ workspaceId: z.uuid(), viewId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const view = await findSavedView(tx, ctx.workspaceId, input.viewId);
    if (!view.deletedAt) return { result: savedViewSummary(view), audit: null };
    await requireFreeName(tx, { workspaceId: ctx.workspaceId, name: view.name, exceptId: view.id });
    await tx.savedView.update({ where: { id: view.id }, data: { deletedAt: null } });
    return {
      result: savedViewSummary(view),
      audit: {
        action: "saved-view.restore",
        target: { kind: "saved-view", id: view.id },
        before: null,
        after: { name: view.name, query: view.query },
      },
    };
  },
});
