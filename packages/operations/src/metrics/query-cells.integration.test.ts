import { type Cell, type MetricQuery, metricCellsOf } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { testCell } from "../testing/test-request-record.ts";
import { queryCells } from "./query-cells.ts";

const { scene } = workspaceScenes();
const minuteMs = 60_000;

describe("queryCells", () => {
  it("adds up cells by step, group and outcome, and leaves out what the filter does", async () => {
    const { ctx, production: environmentId, staging, world } = await scene();
    const toMs = world.nowMs;
    const at = (agoMs: number, fields: Partial<Cell> = {}): Cell => ({
      ...testCell({ environmentId, route: "chat", atMs: toMs - agoMs }),
      ...fields,
    });
    await ctx.cells.upsertCells([
      at(30_000, { keyId: "a" }),
      at(30_000, { keyId: "b" }),
      at(20_000, { keyId: "a" }),
      at(10_000, { keyId: "a", outcome: "failed" }),
      at(10_000, { keyId: "a", route: "other" }),
      at(10_000, { keyId: "a", configVersion: 2 }),
      at(50_000),
      at(0),
      at(30_000, { environmentId: staging }),
    ]);
    const filter = { route: ["chat"], configVersion: ["1", "7"] };
    const input = { environmentId, fromMs: toMs - 40_000, toMs, stepMs: 20_000, filter, by: ["keyId" as const] };
    const answer = await queryCells({ ctx, input });
    expect(answer).toMatchObject({ rowsRead: 4, resolutionMs: 10_000, foldedGroups: 0, completeUntilMs: toMs - 5_000 });
    const cells = metricCellsOf(answer).map(({ startMs, by, outcome, counts }) => [
      (toMs - startMs) / 1_000,
      by.keyId,
      outcome,
      counts.requests,
      counts.durationMs,
    ]);
    const histogram = (count: number) => ({ buckets: [55, count], count, sum: 120 * count });
    expect(cells.sort()).toEqual(
      [
        [40, "a", "completed", 1, histogram(1)],
        [40, "b", "completed", 1, histogram(1)],
        [20, "a", "completed", 1, histogram(1)],
        [20, "a", "failed", 1, histogram(1)],
      ].sort(),
    );
  });

  it("puts all but the 24 groups with the most requests together as (other), and says how many they are", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const cells = Array.from({ length: 30 }, (_, index) => {
      const cell = testCell({ environmentId, route: "chat", atMs: world.nowMs - minuteMs });
      return { ...cell, keyId: `k${index}`, counts: { ...cell.counts, requests: 100 - index } };
    });
    await ctx.cells.upsertCells(cells);
    const input = { environmentId, fromMs: world.nowMs - minuteMs, toMs: world.nowMs, stepMs: minuteMs / 2 };
    const answer = await queryCells({ ctx, input: { ...input, by: ["keyId"], histograms: [] } });
    expect(answer).toMatchObject({ foldedGroups: 6, rowsRead: 30 });
    expect(answer.groups).toHaveLength(25);
    const other = metricCellsOf(answer).find(({ by }) => by.keyId === "(other)");
    expect(other?.counts).toMatchObject({ requests: 76 + 75 + 74 + 73 + 72 + 71, durationMs: { count: 0 } });
  });

  it.each<[string, Partial<MetricQuery>]>([
    ["401 steps", { fromMs: 0, toMs: 401 * minuteMs, stepMs: minuteMs }],
    ["a step of 15 s", { stepMs: 15_000 }],
    ["nothing", { fromMs: 0, toMs: 0 }],
    ["three groupings", { by: ["route", "model", "keyId"] }],
    ["a config version that is no number", { filter: { configVersion: ["v3"] } }],
    ["an empty list of routes", { filter: { route: [] } }],
  ])("refuses %s", async (_, fields) => {
    const { ctx, production: environmentId } = await scene();
    const input = { environmentId, fromMs: 0, toMs: minuteMs, stepMs: 10_000, ...fields };
    await expect(queryCells({ ctx, input })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
