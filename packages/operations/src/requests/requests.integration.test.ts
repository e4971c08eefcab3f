import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { testRequestRecord } from "../testing/test-request-record.ts";
import { getRequest } from "./get-request.ts";
import { listRequests } from "./list-requests.ts";

const { scene } = workspaceScenes();

const idOf = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;

describe("requests", () => {
  it("come in pages that stay put while newer ones arrive", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const of = (atMs: number) => ({ environmentId, route: "chat", atMs });
    const numbers = [1, 2, 3, 4, 5];
    // Two and two in one millisecond: the id decides.
    await ctx.records.writeRecords(numbers.map((n) => testRequestRecord(idOf(n), of(world.nowMs + Math.floor(n / 2)))));
    const page = (cursor?: { startedAtMs: number; id: string }) =>
      listRequests({ ctx, input: { environmentId, limit: 2, ...(cursor && { cursor }) } });
    const first = await page();
    await ctx.records.writeRecords([testRequestRecord(idOf(9), of(world.nowMs + 60_000))]);
    const second = await page(first.nextCursor ?? undefined);
    const third = await page(second.nextCursor ?? undefined);
    const ids = [first, second, third].map(({ requests }) => requests.map(({ id }) => id));
    expect(ids).toEqual([[idOf(5), idOf(4)], [idOf(3), idOf(2)], [idOf(1)]]);
    expect(third.nextCursor).toBeNull();
  });

  it("say on a last page that is full that it is the last", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const of = { environmentId, route: "chat", atMs: world.nowMs };
    await ctx.records.writeRecords([21, 22].map((n) => testRequestRecord(idOf(n), of)));
    const { requests, nextCursor } = await listRequests({ ctx, input: { environmentId, limit: 2 } });
    expect([requests.length, nextCursor]).toEqual([2, null]);
  });

  it("are filtered by route, upstream and outcome", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const atMs = world.nowMs;
    await ctx.records.writeRecords([
      testRequestRecord(idOf(31), { environmentId, route: "chat", atMs }),
      testRequestRecord(idOf(32), { environmentId, route: "search", atMs }),
    ]);
    const found = async (filter: object) =>
      (await listRequests({ ctx, input: { environmentId, filter } })).requests.map(({ route }) => route);
    expect(await found({ route: "search" })).toEqual(["search"]);
    expect(await found({ upstream: "west-1" })).toEqual([]);
    expect(await found({ outcome: "failed" })).toEqual([]);
    expect(await found({ outcome: "completed", upstream: "east-1" })).toHaveLength(2);
  });

  it("are told as they were recorded", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const record = testRequestRecord(idOf(41), { environmentId, route: "chat", atMs: world.nowMs });
    await ctx.records.writeRecords([record]);
    expect(await getRequest({ ctx, input: { environmentId, id: record.id } })).toEqual(record);
  });
});
