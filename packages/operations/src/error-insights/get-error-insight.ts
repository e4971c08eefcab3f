import { type InsightCount, readInsightCounts, readInsightSamples, readInsightShares } from "@meridian/db";
import {
  type InsightState,
  type MetricDimension,
  overRepresented,
  type OverRepresented,
  type ValueCount,
} from "@meridian/metrics";
import { z } from "zod";
import { type DeploymentMark, deploymentMark } from "../deployments/deployment-mark.ts";
import type { OperationContext } from "../operation-context.ts";
import { environmentVerb } from "../verb/environment-verb.ts";
import { findInsight } from "./find-insight.ts";
import { type InsightSummary, insightSummary } from "./insight-summary.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A deployment is suspected when what is on now began within these after it. */
const suspectMs = 30 * minuteMs;
const mostKeys = 20;

/** Each dimension that an insight's requests are compared by. `outcome` is not: it is what the insight is about. */
const compared = [
  "route",
  "model",
  "upstream",
  "configVersion",
  "keyId",
  "promptVariant",
  "callerRegion",
] as const satisfies readonly MetricDimension[];

export type InsightStory = InsightSummary & {
  /** When what is on now began. */
  readonly onsetMs: number;
  /** The last day by 5 minutes, and 14 days by the hour; steps in which it was not seen are left out. */
  readonly day: readonly InsightCount[];
  readonly fortnight: readonly InsightCount[];
  /** The last day in which it was seen, in full hours: what is compared. */
  readonly comparedFromMs: number;
  readonly comparedToMs: number;
  readonly comparedRequests: number;
  readonly overRepresented: readonly (OverRepresented & { readonly label: string })[];
  /** Whose requests they were, most first. */
  readonly keys: readonly { readonly keyId: string; readonly name: string; readonly requests: number }[];
  readonly samples: readonly { readonly requestId: string; readonly startedAtMs: number }[];
  /** The newest deployment of the 30 minutes before the onset. */
  readonly suspect: DeploymentMark | null;
  /** Newest first. */
  readonly history: readonly {
    readonly from: InsightState | null;
    readonly to: InsightState;
    readonly note: string;
    readonly byName: string;
    readonly atMs: number;
  }[];
};

/** All that is known of one error insight. */
export const getErrorInsight = environmentVerb({
  scope: "error-insights:read",
  input: z.object({ environmentId: z.uuid(), id: z.uuid() }),
  run: async ({ ctx, input, environment }): Promise<InsightStory> => {
    const { prisma, pool } = ctx.db;
    const row = await findInsight(prisma, environment.id, input.id);
    const { id, onsetAt, firstSeenAt, lastSeenAt } = row;
    const nowMs = ctx.clock();
    const toMs = Math.floor(lastSeenAt.getTime() / hourMs) * hourMs + hourMs;
    const fromMs = Math.max(toMs - dayMs, Math.floor(firstSeenAt.getTime() / hourMs) * hourMs);
    const counts = (rangeMs: number, stepMs: number) =>
      readInsightCounts(pool, { ids: [id], fromMs: nowMs - rangeMs, toMs: nowMs + stepMs, stepMs });
    const [day, fortnight, shares, traffic, samples, suspect, history] = await Promise.all([
      counts(dayMs, 5 * minuteMs),
      counts(14 * dayMs, hourMs),
      readInsightShares(pool, { id, fromMs, toMs }),
      trafficValues(ctx, { environmentId: environment.id, fromMs, toMs }),
      readInsightSamples(pool, id),
      prisma.deployment.findFirst({
        where: {
          environmentId: environment.id,
          createdAt: { gte: new Date(onsetAt.getTime() - suspectMs), lte: onsetAt },
        },
        orderBy: { createdAt: "desc" },
        include: { configVersion: { select: { number: true } } },
      }),
      prisma.errorInsightTransition.findMany({ where: { insightId: id }, orderBy: { at: "desc" }, take: 50 }),
    ]);
    const names = await keyNames(ctx, environment.id, shares);
    const named = (dimension: string, value: string) =>
      dimension === "keyId" ? (names.get(value) ?? value) : dimension === "configVersion" ? `v${value}` : value;
    return {
      ...insightSummary(row),
      onsetMs: onsetAt.getTime(),
      day: day.get(id) ?? [],
      fortnight: fortnight.get(id) ?? [],
      comparedFromMs: fromMs,
      comparedToMs: toMs,
      comparedRequests: traffic.reduce(
        (sum, { dimension, requests }) => sum + (dimension === "route" ? requests : 0),
        0,
      ),
      overRepresented: overRepresented(shares, traffic).map((each) => ({
        ...each,
        label: named(each.dimension, each.value),
      })),
      keys: shares
        .filter(({ dimension, value }) => dimension === "keyId" && value !== "")
        .slice(0, mostKeys)
        .map(({ value, requests }) => ({ keyId: value, name: named("keyId", value), requests })),
      samples,
      suspect: suspect && deploymentMark(suspect),
      history: history.map(({ fromState, toState, note, byName, at }) => ({
        from: fromState,
        to: toState,
        note,
        byName,
        atMs: at.getTime(),
      })),
    };
  },
});

/** All requests of the hours by each dimension, from cells. */
async function trafficValues(
  ctx: OperationContext,
  window: { readonly environmentId: string; readonly fromMs: number; readonly toMs: number },
): Promise<ValueCount[]> {
  const of = async (dimension: (typeof compared)[number]) => {
    const query = { ...window, stepMs: hourMs, filter: {}, by: [dimension], histograms: [] } as const;
    const requests = new Map<string, number>();
    for (const { values, counts } of (await ctx.cells.queryCells(query)).groups) {
      const value = values[0] ?? "";
      requests.set(value, (requests.get(value) ?? 0) + counts.requests);
    }
    return [...requests].map(([value, count]) => ({ dimension, value, requests: count }));
  };
  return (await Promise.all(compared.map(of))).flat();
}

async function keyNames(
  ctx: OperationContext,
  environmentId: string,
  shares: readonly ValueCount[],
): Promise<ReadonlyMap<string, string>> {
  const ids = shares.flatMap(({ dimension, value }) => (dimension === "keyId" && value !== "" ? [value] : []));
  const keys = await ctx.db.prisma.gatewayKey.findMany({
    where: { environmentId, id: { in: ids } },
    select: { id: true, name: true },
  });
  return new Map(keys.map(({ id, name }) => [id, name]));
}
