import { z } from "zod";
import { OperationError } from "../errors.ts";
import { actorName } from "../verb/actor-name.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { findSavedView } from "./find-saved-view.ts";
import { requireFreeName } from "./require-free-name.ts";
import { savedViewName, savedViewQuery, savedViewSummary } from "./saved-view-summary.ts";

/** Renames a view, or replaces what it shows, or both. Saying what is so already changes nothing. */
export const updateSavedView = workspaceMutation({
  scope: "saved-views:write",
  input: z.object({
    workspaceId: z.uuid(),
    viewId: z.uuid(),
    name: savedViewName.optional(),
    query: savedViewQuery.optional(),
  }),
  run: async ({ tx, ctx, input, nowMs }) => {
    const view = await findSavedView(tx, ctx.workspaceId, input.viewId);
    if (view.deletedAt) throw new OperationError("not_found", "This view was deleted meanwhile.");
    const name = input.name ?? view.name;
    const query = input.query ?? view.query;
    if (name === view.name && query === view.query) return { result: savedViewSummary(view), audit: null };
    await requireFreeName(tx, { workspaceId: ctx.workspaceId, name, exceptId: view.id });
    const updated = await tx.savedView.update({
      where: { id: view.id },
      data: { name, query, updatedByName: actorName(ctx.actor), updatedAt: new Date(nowMs) },
    });
    return {
      result: savedViewSummary(updated),
      audit: {
        action: "saved-view.update",
        target: { kind: "saved-view", id: view.id },
        before: { name: view.name, query: view.query },
        after: { name, query },
      },
    };
  },
});
