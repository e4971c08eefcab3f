import { notifyEnvironment } from "@meridian/db";
import { z } from "zod";
import { lockEnvironment } from "../environment/lock-environment.ts";
import { requireEnvironment } from "../environment/require-environment.ts";
import { writeEnvironmentSnapshot } from "../environment/write-environment-snapshot.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { environmentName } from "./names.ts";
import { requireFreeEnvironmentName } from "./require-free-environment-name.ts";

/** Changes how an environment is called, and with it its address. Keys, metrics and history stay: they go by its id. */
export const renameEnvironment = workspaceMutation({
  scope: "workspace:write",
  input: z.object({ workspaceId: z.uuid(), environmentId: z.uuid(), name: environmentName }),
  run: async ({ tx, ctx, input: { environmentId: id, name }, nowMs }) => {
    const before = await requireEnvironment(tx, ctx.workspaceId, id);
    const result = { environmentId: id, name };
    if (before.name === name) return { result, audit: null };
    await requireFreeEnvironmentName(tx, ctx.workspaceId, name);
    await lockEnvironment(tx, id);
    await tx.environment.update({ where: { id }, data: { name } });
    // Gateways learn the name with the snapshot.
    await writeEnvironmentSnapshot(tx, { keys: ctx.keys, environment: { ...before, name }, nowMs });
    await notifyEnvironment(tx, id);
    const target = { kind: "environment", id };
    return { result, audit: { action: "environment.rename", target, before: { name: before.name }, after: { name } } };
  },
});
