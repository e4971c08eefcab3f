import { otherName } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { costCell } from "../../test/cost-cell.ts";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { setRetention } from "../retention/set-retention.ts";
import { listKeySpend } from "./list-key-spend.ts";

const { scene } = workspaceScenes();
const hourMs = 3_600_000;

describe("what keys have spent", () => {
  it("is told of those with a spend limit, each in its own period and zone", async () => {
    const { ctx, production: environmentId, world } = await scene();
    // Wednesday, 2026-03-04, 10:05 in New York.
    const make = async (name: string, limits: object) =>
      (await createGatewayKey({ ctx, input: { environmentId, name, limits } })).key.id;
    const zone = { timeZone: "America/New_York" } as const;
    const daily = await make("daily", { spend: { amountUsd: 5, period: "day", ...zone } });
    const weekly = await make("weekly", { spend: { amountUsd: 5, period: "week", ...zone } });
    const idle = await make("idle", { spend: { amountUsd: 5, period: "hour", ...zone } });
    await make("free", { inFlight: 3 });
    const midnight = world.nowMs - 10 * hourMs - 5 * 60_000;
    const monday = midnight - 48 * hourMs;
    await ctx.cells.upsertCells([
      costCell(environmentId, midnight, 1.5, daily),
      costCell(environmentId, midnight - 10_000, 32, daily),
      costCell(environmentId, monday, 2.5, weekly),
      costCell(environmentId, midnight, 0.25, weekly),
      costCell(environmentId, monday - 10_000, 64, weekly),
    ]);
    const spends = await listKeySpend({ ctx, input: { environmentId } });
    expect(new Map(spends.map(({ keyId, ...spent }) => [keyId, spent]))).toEqual(
      new Map([
        [daily, { startMs: midnight, endMs: midnight + 24 * hourMs, usd: 1.5 }],
        // Sunday has 23 hours: clocks go forward on March 8.
        [weekly, { startMs: monday, endMs: monday + 167 * hourMs, usd: 2.75 }],
        [idle, { startMs: world.nowMs - 5 * 60_000, endMs: world.nowMs + 55 * 60_000, usd: 0 }],
      ]),
    );
  });

  it("is unknown where cells do not reach back so far, or do not keep keys apart", async () => {
    const { as, ctx, production, staging, world } = await scene();
    const limits = { spend: { amountUsd: 5, period: "month", timeZone: "UTC" } } as const;
    const atMs = world.nowMs - hourMs;
    const usd = async (environmentId: string) => (await listKeySpend({ ctx, input: { environmentId } }))[0]?.usd;
    for (const environmentId of [production, staging]) {
      const { key } = await createGatewayKey({ ctx, input: { environmentId, name: "app", limits } });
      await ctx.cells.upsertCells([costCell(environmentId, atMs, 1, key.id)]);
      expect(await usd(environmentId)).toBe(1);
    }
    await ctx.cells.upsertCells([costCell(production, atMs, 1, otherName)]);
    expect(await usd(production)).toBeNull();
    const days = { requests: null, requestDetails: null, cells: 2 };
    await setRetention({ ctx: await as("admin"), input: { environmentId: staging, days } });
    expect(await usd(staging)).toBeNull();
  });
});
