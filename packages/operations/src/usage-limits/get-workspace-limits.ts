import type { UsageLimits } from "@meridian/routing-config";
import { z } from "zod";
import { workspaceVerb } from "../verb/workspace-verb.ts";
import { limitsOf } from "./limits-of.ts";
import { periodOf, type Spent, spentSince } from "./spent-in-period.ts";

/** What a workspace may use up, and what was spent of it. */
export type WorkspaceLimits = {
  readonly limits: UsageLimits;
  /** null: spend is not limited. */
  readonly spent: Spent | null;
};

/** The limits of all environments of the workspace together. */
export const getWorkspaceLimits = workspaceVerb({
  scope: "workspace-limits:read",
  input: z.object({ workspaceId: z.uuid() }),
  run: async ({ ctx }): Promise<WorkspaceLimits> => {
    const { prisma } = ctx.db;
    const { workspaceId } = ctx;
    const row = await prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { limits: true } });
    const limits = limitsOf(row);
    if (!limits.spend) return { limits, spent: null };
    const { startMs, endMs } = periodOf(limits.spend, ctx.clock());
    let usd: number | null = 0;
    for (const { id } of await prisma.environment.findMany({ where: { workspaceId }, select: { id: true } })) {
      const costs = await spentSince(ctx, { environmentId: id, fromMs: startMs, by: null });
      usd = usd === null || costs === null ? null : usd + (costs.get(id) ?? 0);
    }
    return { limits, spent: { startMs, endMs, usd } };
  },
});
