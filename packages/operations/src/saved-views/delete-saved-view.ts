import { z } from "zod";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { findSavedView } from "./find-saved-view.ts";
import { savedViewSummary } from "./saved-view-summary.ts";

/** Takes a view out of everybody's list; `restoreSavedView` brings it back. Doing it again changes nothing. */
export const deleteSavedView = workspaceMutation({
  scope: "saved-views:write",
  input: z.object({ workspaceId: z.uuid(), viewId: z.uuid() }),
  run: async ({ tx, ctx, input, nowMs }) => {
    const view = await findSavedView(tx, ctx.workspaceId, input.viewId);
    if (view.deletedAt) return { result: savedViewSummary(view), audit: null };
    await tx.savedView.update({ where: { id: view.id }, data: { deletedAt: new Date(nowMs) } });
    return {
      result: savedViewSummary(view),
      audit: {
        action: "saved-view.delete",
        target: { kind: "saved-view", id: view.id },
        before: { name: view.name, query: view.query },
        after: null,
      },
    };
  },
});
