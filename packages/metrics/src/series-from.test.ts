import { describe, expect, it } from "vitest";
import { aRecord } from "./testing/a-record.ts";
import type { Cell } from "./cell.ts";
import { CellAggregator } from "./cell-aggregator.ts";
import type { RequestRecord } from "./request-record.ts";
import { seriesFrom } from "./series-from.ts";
import { summarise } from "./summarise.ts";

function cellsOf(...records: Partial<RequestRecord>[]): Cell[] {
  const aggregator = new CellAggregator({ instanceId: "gw-1", epoch: 1 });
  for (const fields of records) aggregator.add(aRecord(fields));
  return aggregator.openCells("env-1");
}

describe("summarise", () => {
  it("counts an error rate of failed ÷ (completed + failed): rejected and cancelled requests stand apart", () => {
    const summary = summarise(
      cellsOf({}, {}, {}, { outcome: "failed" }, { outcome: "rejected", durationMs: 1 }, { outcome: "cancelled" }),
    );
    expect(summary).toMatchObject({ requests: 6, completed: 3, failed: 1, rejected: 1, cancelled: 1, errorRate: 0.25 });
  });

  it("takes latency from completed requests alone and has no percentile of nothing", () => {
    const summary = summarise(cellsOf({ durationMs: 100 }, { outcome: "rejected", durationMs: 1, firstTokenMs: null }));
    expect(summary.durationMs.count).toBe(1);
    expect(summary.durationMs.p99).toBeCloseTo(100, -1);
    expect(summarise([])).toMatchObject({ requests: 0, errorRate: null, durationMs: { p50: null, mean: null } });
  });

  it("counts as rescued what completed with its second attempt", () => {
    expect(summarise(cellsOf({ attemptCount: 2 }, { attemptCount: 3, outcome: "failed" })).rescued).toBe(1);
  });
});

describe("seriesFrom", () => {
  const at = (seconds: number) => ({ startedAtMs: seconds * 1_000, durationMs: 0 });

  it("has a point for each step of the window, empty ones too, and no cell from outside it", () => {
    const cells = cellsOf({ ...at(5) }, { ...at(25) }, { ...at(26) }, { ...at(95) });
    const [line] = seriesFrom(cells, { fromMs: 20_000, toMs: 60_000, stepMs: 20_000 });
    expect(line?.points.map((point) => [point.startMs, point.requests])).toEqual([
      [20_000, 2],
      [40_000, 0],
    ]);
  });

  it("says how much of the first and of the running step the window covers", () => {
    const [line] = seriesFrom([], { fromMs: 15_000, toMs: 33_000, stepMs: 10_000 });
    expect(line?.points.map((point) => [point.startMs, point.coveredMs])).toEqual([
      [10_000, 5_000],
      [20_000, 10_000],
      [30_000, 3_000],
    ]);
  });

  it("draws one line for each value of the dimension, in its order", () => {
    const cells = cellsOf(
      { ...at(1), upstream: "west-1" },
      { ...at(2), upstream: "east-1" },
      { ...at(3), upstream: "west-1" },
    );
    const lines = seriesFrom(cells, { fromMs: 0, toMs: 10_000, stepMs: 10_000, groupBy: "upstream" });
    expect(lines.map((line) => [line.group, line.points[0]?.requests])).toEqual([
      ["east-1", 1],
      ["west-1", 2],
    ]);
  });
});
