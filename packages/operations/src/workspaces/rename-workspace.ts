import { z } from "zod";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { workspaceName } from "./names.ts";

/** Changes how the workspace is called. Its address stays, so that no bookmark breaks. */
export const renameWorkspace = workspaceMutation({
  scope: "workspace:write",
  input: z.object({ workspaceId: z.uuid(), name: workspaceName }),
  run: async ({ tx, ctx, input: { name } }) => {
    const where = { id: ctx.workspaceId };
    const before = await tx.workspace.findUniqueOrThrow({ where, select: { name: true } });
    const result = { workspaceId: ctx.workspaceId, name };
    if (before.name === name) return { result, audit: null };
    await tx.workspace.update({ where, data: { name } });
    const target = { kind: "workspace", id: ctx.workspaceId };
    return { result, audit: { action: "workspace.rename", target, before, after: { name } } };
  },
});
