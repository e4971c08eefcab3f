import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aRecord } from "./testing/a-record.ts";
import type { Cell } from "./cell.ts";
import { CellAggregator } from "./cell-aggregator.ts";
import { emptyCounts, mergeCounts } from "./cell-counts.ts";
import { CellMap } from "./cell-map.ts";

function cellAt(startMs: number, requests: number, fields: Partial<Cell> = {}): Cell {
  const dimensions = {
    environmentId: "env-1",
    route: "chat",
    model: "small",
    upstream: "east-1",
    configVersion: 1,
    keyId: "key-1",
  };
  return {
    ...dimensions,
    promptVariant: "",
    callerRegion: "",
    outcome: "completed",
    instanceId: "gw-1",
    epoch: 1,
    startMs,
    counts: { ...emptyCounts, requests },
    ...fields,
  };
}

describe("CellMap", () => {
  it("replaces a cell with its later state, however often and in whatever repetition that comes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 10 }), (repeats) => {
        const cells = new CellMap();
        repeats.forEach((times, at) => {
          for (let again = 0; again < times; again++) cells.upsert([cellAt(10_000, at + 1)]);
        });
        expect(cells.between(0, 20_000).map(({ counts }) => counts.requests)).toEqual([repeats.length]);
      }),
    );
  });

  it.each([
    ["window", { startMs: 20_000 }],
    ["gateway", { instanceId: "gw-2" }],
    ["start of the process", { epoch: 2 }],
    ["route", { route: "other" }],
    ["model", { model: "large" }],
    ["upstream", { upstream: "west-1" }],
    ["config version", { configVersion: 2 }],
    ["key", { keyId: "key-2" }],
    ["outcome", { outcome: "failed" as const }],
  ])("keeps apart cells of another %s", (_what, fields) => {
    const cells = new CellMap();
    cells.upsert([cellAt(10_000, 1), cellAt(10_000, 2, fields)]);
    expect(cells.size).toBe(2);
  });

  it("finds cells by their start, the end exclusive, and forgets those that are too old", () => {
    const cells = new CellMap();
    cells.upsert([cellAt(10_000, 1), cellAt(20_000, 2), cellAt(30_000, 3)]);
    expect(cells.between(10_000, 30_000).map(({ startMs }) => startMs)).toEqual([10_000, 20_000]);
    cells.prune(20_000);
    expect(cells.between(0, 40_000).map(({ startMs }) => startMs)).toEqual([20_000, 30_000]);
    cells.clear();
    expect(cells.size).toBe(0);
  });
});

describe("mergeCounts", () => {
  it("gives what one cell of all the requests gives", () => {
    const request = fc.record({
      durationMs: fc.integer({ min: 0, max: 100_000 }),
      firstTokenMs: fc.constant(null),
      attemptCount: fc.integer({ min: 0, max: 3 }),
      outputTokens: fc.nat(1_000),
      costNanoUsd: fc.nat(1_000_000),
    });
    const countsOf = (requests: readonly Parameters<typeof aRecord>[0][]): Cell["counts"] => {
      const aggregator = new CellAggregator({ instanceId: "gw-1", epoch: 1 });
      for (const each of requests)
        aggregator.add(aRecord({ ...each, startedAtMs: 1_000_000 - (each?.durationMs ?? 0) }));
      return aggregator.openCells("env-1")[0]?.counts ?? emptyCounts;
    };
    fc.assert(
      fc.property(fc.array(request, { maxLength: 20 }), fc.array(request, { maxLength: 20 }), (a, b) => {
        expect(mergeCounts(countsOf(a), countsOf(b))).toEqual(countsOf([...a, ...b]));
      }),
    );
  });
});
