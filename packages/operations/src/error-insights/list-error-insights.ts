import { type InsightCount, readInsightCounts } from "@meridian/db";
import { type InsightState, insightStates } from "@meridian/metrics";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { type InsightSummary, insightSummary } from "./insight-summary.ts";

const hourMs = 3_600_000;
const most = 200;

export type InsightList = {
  /** Last seen first, 200 at most. `hours` are those of the last day in which it was seen. */
  readonly insights: readonly (InsightSummary & { readonly hours: readonly InsightCount[] })[];
  /** Of all of the environment, by state. */
  readonly states: Readonly<Record<InsightState, number>>;
  /** Start of the first of the 24 hours that `hours` are of. */
  readonly hoursFromMs: number;
};

/** The environment's error insights in any of the states, or in all. */
export const listErrorInsights = environmentVerb({
  scope: "error-insights:read",
  input: z.object({
    environmentId: z.uuid(),
    states: z.array(z.enum(insightStates)).max(insightStates.length).optional(),
    /** Only those that callers got. */
    reachedCaller: z.boolean().default(false),
  }),
  run: async ({ ctx, input, environment }): Promise<InsightList> => {
    const { prisma, pool } = ctx.db;
    const where = { environmentId: environment.id, ...(input.reachedCaller && { reachedCaller: { gt: 0 } }) };
    const [rows, groups] = await Promise.all([
      prisma.errorInsight.findMany({
        where: { ...where, ...(input.states && { state: { in: input.states } }) },
        orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
        take: most,
      }),
      prisma.errorInsight.groupBy({ by: ["state"], where, _count: true }),
    ]);
    const toMs = Math.floor(ctx.clock() / hourMs) * hourMs + hourMs;
    const fromMs = toMs - 24 * hourMs;
    const counts = await readInsightCounts(pool, { ids: rows.map(({ id }) => id), fromMs, toMs, stepMs: hourMs });
    const countOf = (state: InsightState) => groups.find((group) => group.state === state)?._count ?? 0;
    return {
      insights: rows.map((row) => ({ ...insightSummary(row), hours: counts.get(row.id) ?? [] })),
      states: Object.fromEntries(insightStates.map((state) => [state, countOf(state)])) as Record<InsightState, number>,
      hoursFromMs: fromMs,
    };
  },
});
