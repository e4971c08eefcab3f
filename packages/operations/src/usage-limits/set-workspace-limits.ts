import { notifyEnvironment, Prisma } from "@meridian/db";
import { usageLimitsSchema } from "@meridian/routing-config";
import { z } from "zod";
import { lockEnvironment } from "../environment/lock-environment.ts";
import { writeEnvironmentSnapshot } from "../environment/write-environment-snapshot.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { lockEnvironments } from "../workspaces/lock-environments.ts";
import { limitWords } from "./limit-words.ts";
import { limitsOf } from "./limits-of.ts";

/** Says what all environments of the workspace together may use up; every gateway hears it. What is not given is not limited. */
export const setWorkspaceLimits = workspaceMutation({
  scope: "workspace-limits:write",
  input: z.object({ workspaceId: z.uuid(), limits: usageLimitsSchema }),
  run: async ({ tx, ctx, input: { limits }, nowMs }) => {
    const { workspaceId, keys } = ctx;
    await lockEnvironments(tx, workspaceId);
    const environments = await tx.environment.findMany({
      where: { workspaceId },
      select: { id: true, workspaceId: true, name: true },
      orderBy: { id: "asc" },
    });
    for (const { id } of environments) await lockEnvironment(tx, id);
    const where = { id: workspaceId };
    const row = await tx.workspace.findUniqueOrThrow({ where, select: { name: true, limits: true } });
    const [before, after] = [limitWords(limitsOf(row)), limitWords(limits)];
    if (before.join() === after.join()) return { result: limits, audit: null };
    await tx.workspace.update({ where, data: { limits: after.length === 0 ? Prisma.DbNull : limits } });
    for (const environment of environments) {
      await writeEnvironmentSnapshot(tx, { keys, environment, nowMs });
      await notifyEnvironment(tx, environment.id);
    }
    return {
      result: limits,
      audit: {
        action: "workspace-limits.set",
        target: { kind: "workspace", id: workspaceId },
        before: { name: row.name, limits: before },
        after: { name: row.name, limits: after },
      },
    };
  },
});
