import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { type OverrideSummary, overrideSummary } from "./override-summary.ts";

const most = 100;

/** The environment's 100 latest overrides, those that ended too, newest first. */
export const listOverrides = environmentVerb({
  scope: "overrides:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<OverrideSummary[]> => {
    const nowMs = ctx.clock();
    const rows = await ctx.db.prisma.override.findMany({
      where: { environmentId: environment.id },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      take: most,
    });
    return rows.map((row) => overrideSummary(row, nowMs));
  },
});
