import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aRecord } from "./testing/a-record.ts";
import { CellAggregator } from "./cell-aggregator.ts";
import { CellMap } from "./cell-map.ts";
import { requestOutcomes } from "./request-record.ts";
import { summarise } from "./summarise.ts";

const source = { instanceId: "gw-1", epoch: 5 };

describe("CellAggregator", () => {
  it("counts a request in the 10 s window in which it ended", () => {
    const aggregator = new CellAggregator(source);
    aggregator.add(aRecord({ startedAtMs: 9_950, durationMs: 100 }));
    const [cell] = aggregator.changedCells("env-1", "store");
    expect(cell).toMatchObject({ startMs: 10_000, instanceId: "gw-1", epoch: 5, route: "chat", upstream: "east-1" });
    expect(cell?.counts).toMatchObject({ requests: 1, attempts: 1, inputTokens: 10, outputTokens: 5, costNanoUsd: 7 });
    expect(cell?.counts.perTokenMs.sum).toBe((100 - 40) / 4);
  });

  it("hands each consumer the cells that changed since that consumer asked, cumulative for their window", () => {
    const aggregator = new CellAggregator(source);
    aggregator.add(aRecord());
    expect(aggregator.changedCells("env-1", "store")).toHaveLength(1);
    expect(aggregator.changedCells("env-1", "store")).toHaveLength(0);
    aggregator.add(aRecord({ route: "other" }));
    aggregator.add(aRecord());
    expect(aggregator.changedCells("env-1", "live").map((cell) => cell.counts.requests)).toEqual([2, 1]);
    aggregator.add(aRecord());
    expect(aggregator.changedCells("env-1", "store").map((cell) => cell.counts.requests)).toEqual([3, 1]);
    expect(aggregator.changedCells("env-2", "store")).toEqual([]);
  });

  it("shows a reader of changes the same totals as the records, whenever it asks", () => {
    const step = fc.record({
      route: fc.constantFrom("a", "b", null),
      outcome: fc.constantFrom(...requestOutcomes),
      afterMs: fc.integer({ min: 0, max: 8_000 }),
      durationMs: fc.integer({ min: 0, max: 30_000 }),
      ask: fc.boolean(),
      close: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const aggregator = new CellAggregator(source);
        const seen = new CellMap();
        let nowMs = 1_000_000;
        for (const { route, outcome, afterMs, durationMs, ask, close } of steps) {
          nowMs += afterMs;
          aggregator.add(aRecord({ route, outcome, startedAtMs: nowMs - durationMs, durationMs }));
          if (ask || close) {
            const cells = aggregator.changedCells("env-1", "store");
            seen.upsert(cells);
            seen.upsert(cells);
          }
          if (close) aggregator.closeBefore(nowMs);
        }
        seen.upsert(aggregator.changedCells("env-1", "store"));
        const summary = summarise(seen.between(0, Number.POSITIVE_INFINITY));
        expect(summary.requests).toBe(steps.length);
        for (const outcome of requestOutcomes) {
          expect(summary[outcome]).toBe(steps.filter((one) => one.outcome === outcome).length);
        }
      }),
    );
  });

  it("counts what ends in a closed window in the oldest open one, so that the closed cell is never replaced", () => {
    const aggregator = new CellAggregator(source);
    aggregator.add(aRecord({ startedAtMs: 12_000, durationMs: 0 }));
    aggregator.changedCells("env-1", "store");
    aggregator.closeBefore(25_000);
    aggregator.add(aRecord({ startedAtMs: 12_500, durationMs: 0 }));
    expect(aggregator.changedCells("env-1", "store").map((cell) => [cell.startMs, cell.counts.requests])).toEqual([
      [20_000, 1],
    ]);
  });

  it("keeps models apart by the name that was asked for, and none of what no route matched", () => {
    const aggregator = new CellAggregator(source);
    aggregator.add(aRecord({ requestedModel: "small" }));
    aggregator.add(aRecord({ requestedModel: "large" }));
    aggregator.add(aRecord({ requestedModel: "whatever", route: null }));
    expect(aggregator.changedCells("env-1", "store").map((cell) => cell.model)).toEqual(["small", "large", ""]);
  });

  it("counts what takes turns, and what differs in one thing alone, where it belongs", () => {
    const apart = [
      { upstream: "other" },
      { outcome: "failed" },
      { route: "other" },
      { requestedModel: "other" },
      { configVersion: 99 },
      { keyId: "other" },
      { promptVariant: "other" },
      { callerRegion: "other" },
      { environmentId: "env-2" },
      { startedAtMs: 912_000 },
    ] as const;
    const aggregator = new CellAggregator(source);
    const usual = aRecord({});
    for (const one of apart) for (const record of [usual, aRecord(one), usual, aRecord(one)]) aggregator.add(record);
    const cells = ["env-1", "env-2"].flatMap((environment) => aggregator.changedCells(environment, "store"));
    expect(cells.map(({ counts }) => counts.requests)).toEqual([2 * apart.length, ...apart.map(() => 2)]);
    // A cell that is closed is not counted in again.
    aggregator.closeBefore(2_000_000_000_000);
    aggregator.add(usual);
    expect(aggregator.openCells("env-1").map(({ startMs, counts }) => [startMs, counts.requests])).toEqual([
      [2_000_000_000_000, 1],
    ]);
  });

  it("forgets closed windows and, with the last of them, the environment", () => {
    const aggregator = new CellAggregator(source);
    aggregator.add(aRecord({ startedAtMs: 12_000, durationMs: 0 }));
    aggregator.add(aRecord({ startedAtMs: 32_000, durationMs: 0 }));
    aggregator.closeBefore(30_000);
    expect(aggregator.openCells("env-1").map((cell) => cell.startMs)).toEqual([30_000]);
    aggregator.closeBefore(40_000);
    expect(aggregator.environmentIds()).toEqual([]);
  });

  it("counts new combinations together as (other) beyond its bound of cells, and says how many records that were", () => {
    const aggregator = new CellAggregator(source, { maxOpenCells: 2 });
    for (const keyId of ["a", "b", "c", "d", "d", "a"]) aggregator.add(aRecord({ keyId }));
    const cells = aggregator.changedCells("env-1", "store");
    expect(cells.map((cell) => [cell.keyId, cell.counts.requests])).toEqual([
      ["a", 2],
      ["b", 1],
      ["(other)", 3],
    ]);
    expect(aggregator.collapsedRecords).toBe(3);
  });
});
