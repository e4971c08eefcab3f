import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { testCell } from "../testing/test-request-record.ts";
import { readCells } from "./read-cells.ts";

const { scene } = workspaceScenes();
const hourMs = 3_600_000;

describe("readCells", () => {
  it("answers cells of 10 s up to an hour, with what is in [from, to) only", async () => {
    const { ctx, production: environmentId, staging, world } = await scene();
    const toMs = world.nowMs;
    const at = (atMs: number) => testCell({ environmentId, route: "chat", atMs });
    const wanted = at(toMs - hourMs);
    const elsewhere = testCell({ environmentId: staging, route: "chat", atMs: toMs - 20_000 });
    await ctx.cells.upsertCells([wanted, at(toMs), at(toMs - hourMs - 10_000), elsewhere]);
    const history = await readCells({ ctx, input: { environmentId, fromMs: toMs - hourMs, toMs } });
    expect(history).toEqual({ cells: [wanted], resolutionMs: 10_000, complete: false });
  });

  it.each([
    [hourMs, 10_000],
    [hourMs + 1, 60_000],
    [24 * hourMs, 60_000],
  ])("reads %d ms in windows of %d ms", async (rangeMs, resolutionMs) => {
    const { ctx, production: environmentId, world } = await scene();
    const input = { environmentId, fromMs: world.nowMs - rangeMs, toMs: world.nowMs };
    expect((await readCells({ ctx, input })).resolutionMs).toBe(resolutionMs);
  });

  it("is complete once 30 s have passed", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const input = { environmentId, fromMs: world.nowMs - 60_000, toMs: world.nowMs };
    world.nowMs += 29_999;
    expect((await readCells({ ctx, input })).complete).toBe(false);
    world.nowMs += 1;
    expect((await readCells({ ctx, input })).complete).toBe(true);
  });

  it.each([
    ["more than 24 hours", 24 * hourMs + 1],
    ["nothing", 0],
    ["backwards", -1],
  ])("refuses to read %s", async (_, rangeMs) => {
    const { ctx, production: environmentId, world } = await scene();
    const input = { environmentId, fromMs: world.nowMs - rangeMs, toMs: world.nowMs };
    await expect(readCells({ ctx, input })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
