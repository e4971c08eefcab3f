import { sessionHashOf } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { testCell, testRequestRecord } from "../testing/test-request-record.ts";
import { countRequestFacets } from "./count-request-facets.ts";
import { getRequestCohort } from "./get-request-cohort.ts";
import { getRequest } from "./get-request.ts";
import { getRun } from "./get-run.ts";
import { listRequests } from "./list-requests.ts";
import { searchRequests } from "./search-requests.ts";

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
    const second = await page(first.olderCursor ?? undefined);
    const third = await page(second.olderCursor ?? undefined);
    const ids = [first, second, third].map(({ requests }) => requests.map(({ id }) => id));
    expect(ids).toEqual([[idOf(5), idOf(4)], [idOf(3), idOf(2)], [idOf(1)]]);
    expect(third.olderCursor).toBeNull();
    const back = await listRequests({
      ctx,
      input: { environmentId, limit: 3, direction: "backward", cursor: second.newerCursor ?? undefined },
    });
    expect(back.requests.map(({ id }) => id)).toEqual([idOf(9), idOf(5), idOf(4)]);
    expect(back.newerCursor).toBeNull();
  });

  it("say on a last page that is full that it is the last", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const of = { environmentId, route: "chat", atMs: world.nowMs };
    await ctx.records.writeRecords([21, 22].map((n) => testRequestRecord(idOf(n), of)));
    const { requests, olderCursor } = await listRequests({ ctx, input: { environmentId, limit: 2 } });
    expect([requests.length, olderCursor]).toEqual([2, null]);
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

  it("are counted by what they can be filtered by, apart from their lines", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const of = { environmentId, route: "chat", atMs: world.nowMs };
    await ctx.records.writeRecords([
      testRequestRecord(idOf(51), of),
      { ...testRequestRecord(idOf(52), of), outcome: "failed", status: 502, durationMs: 900 },
    ]);
    const counted = await countRequestFacets({ ctx, input: { environmentId, filter: { outcome: "failed" } } });
    expect(counted).toMatchObject({ counted: 2, complete: true, sinceMs: world.nowMs, fitting: 1 });
    expect(counted.facets.outcome.map(({ value, requests }) => [value, requests])).toEqual([
      ["completed", 1],
      ["failed", 1],
    ]);
    const slow = await countRequestFacets({ ctx, input: { environmentId, filter: { minDurationMs: 500 } } });
    expect(slow.facets.status).toEqual([{ value: 502, label: "502", requests: 1 }]);
  });

  it("are found by id, trace, traceparent, session hash and the session's own text, and in no other environment", async () => {
    const { ctx, production: environmentId, staging, world } = await scene();
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const sessionHash = sessionHashOf(environmentId, "order 4711");
    const record = testRequestRecord(idOf(61), { environmentId, route: "chat", atMs: world.nowMs });
    await ctx.records.writeRecords([{ ...record, traceId, sessionHash }]);
    const found = async (text: string, inEnvironment = environmentId) =>
      (await searchRequests({ ctx, input: { environmentId: inEnvironment, text } })).found;
    expect(await found(` ${idOf(61).toUpperCase()} `)).toEqual({ kind: "request", id: idOf(61) });
    const trace = { kind: "run", by: "trace", key: traceId, requests: 1 };
    expect(await found(traceId)).toEqual(trace);
    expect(await found(`00-${traceId}-00f067aa0ba902b7-01`)).toEqual(trace);
    const session = { kind: "run", by: "session", key: sessionHash, requests: 1 };
    expect(await found("order 4711")).toEqual(session);
    expect(await found(sessionHash)).toEqual(session);
    for (const text of [idOf(61), traceId, sessionHash, "order 4711"]) expect(await found(text, staging)).toBeNull();
  });

  it("say of an id that is not found when it was made, and since when requests are kept", async () => {
    const { ctx, production: environmentId } = await scene();
    const result = await searchRequests({ ctx, input: { environmentId, text: idOf(69) } });
    expect(result).toMatchObject({ found: null, searchedAs: ["request", "session"], idSaysMs: 0x019000000000 });
    expect(result.keptSinceMs).toBeLessThan(Date.now());
  });

  it("of one session are a run, oldest first", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const at = (n: number) => ({ environmentId, route: "chat", atMs: world.nowMs + n });
    await ctx.records.writeRecords(
      [2, 1, 3].map((n) => ({ ...testRequestRecord(idOf(70 + n), at(n)), sessionHash: "s" })),
    );
    const { run, requests, omitted } = await getRun({ ctx, input: { environmentId, by: "session", key: "s" } });
    expect([run.requests, omitted, requests.map(({ id }) => id)]).toEqual([3, false, [idOf(71), idOf(72), idOf(73)]]);
    const nobody = getRun({ ctx, input: { environmentId, by: "trace", key: "s" } });
    await expect(nobody).rejects.toMatchObject({ code: "not_found" });
  });

  it("are ranked among the completed ones of their route, by histograms and by the log", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const of = { environmentId, route: "chat", atMs: world.nowMs };
    const records = Array.from({ length: 20 }, (_, n) => ({ ...testRequestRecord(idOf(100 + n), of), costNanoUsd: n }));
    await ctx.records.writeRecords([...records, { ...testRequestRecord(idOf(99), of), outcome: "failed" as const }]);
    const cell = testCell(of);
    // 90 requests of 92–100 ms and 10 of over a second.
    const durationMs = { buckets: [52, 90, 80, 10], count: 100, sum: 20_000 };
    await ctx.cells.upsertCells([{ ...cell, counts: { ...cell.counts, requests: 100, durationMs } }]);
    const cohort = await getRequestCohort({ ctx, input: { environmentId, id: idOf(119) } });
    expect(cohort).toMatchObject({
      route: "chat",
      duration: { above: 0.9, of: 100 },
      firstToken: null,
      cost: { above: 0.975, of: 20 },
      tokens: { above: 0.5, of: 20 },
    });
    expect(await getRequestCohort({ ctx, input: { environmentId, id: idOf(99) } })).toBeNull();
  });
});
