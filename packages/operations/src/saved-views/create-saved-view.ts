import { randomUUID } from "node:crypto";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { requireFreeName } from "./require-free-name.ts";
import { savedViewName, savedViewQuery, savedViewSummary } from "./saved-view-summary.ts";

/** Enough for every team of a workspace; a list without end would help nobody. */
const most = 200;

/** Saves a dashboard's view under a name, for all members. Throws `conflict` when the name is taken. */
export const createSavedView = workspaceMutation({
  scope: "saved-views:write",
  input: z.object({ workspaceId: z.uuid(), name: savedViewName, query: savedViewQuery }),
  run: async ({ tx, ctx, input: { name, query }, nowMs }) => {
    const { workspaceId } = ctx;
    await requireFreeName(tx, { workspaceId, name, exceptId: null });
    if ((await tx.savedView.count({ where: { workspaceId, deletedAt: null } })) >= most) {
      throw new OperationError("conflict", `A workspace has at most ${most} saved views. Delete one first.`);
    }
    const by = actorName(ctx.actor);
    const at = new Date(nowMs);
    const view = await tx.savedView.create({
      data: {
        id: randomUUID(),
        workspaceId,
        name,
        query,
        createdById: actorUserId(ctx.actor),
        createdByName: by,
        createdAt: at,
        updatedByName: by,
        updatedAt: at,
      },
    });
    return {
      result: savedViewSummary(view),
      audit: {
        action: "saved-view.create",
        target: { kind: "saved-view", id: view.id },
        before: null,
        after: { name, query },
      },
    };
  },
});
