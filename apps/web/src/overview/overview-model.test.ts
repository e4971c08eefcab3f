import { type Cell, emptyCounts, summarise } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { OverviewBuilder } from "./overview-model.ts";
import { allRanges, rangeFrom, startOf } from "./range.ts";

const aCell = (startMs: number, part: Partial<Cell> & { requests?: number; durationMs?: number } = {}): Cell => ({
  environmentId: "env",
  route: "chat",
  model: "small",
  upstream: "east-1",
  configVersion: 1,
  keyId: "k",
  promptVariant: "",
  callerRegion: "",
  outcome: "completed",
  instanceId: "gw-1",
  epoch: 1,
  startMs,
  counts: {
    ...emptyCounts,
    requests: part.requests ?? 10,
    durationMs: { buckets: [80, part.requests ?? 10], count: part.requests ?? 10, sum: 10_000 },
  },
  ...part,
});

const range = rangeFrom("5m");
const nowMs = 1_000_005_000;
const lastStep = 1_000_000_000;

describe("OverviewBuilder", () => {
  it("has at most 300 points in every range", () => {
    for (const each of allRanges) {
      const model = new OverviewBuilder().build({ range: each, cells: [], nowMs, knownUntilMs: nowMs });
      expect(model.points.length).toBeLessThanOrEqual(300);
      expect(model.points.length).toBeGreaterThanOrEqual(30);
    }
  });

  it("divides the running step by the 5 s it has run, so that its rate does not dip", () => {
    const cells = [aCell(lastStep - 10_000, { requests: 40 }), aCell(lastStep, { requests: 20 })];
    const { points, partialFromMs } = new OverviewBuilder().build({ range, cells, nowMs, knownUntilMs: nowMs });
    expect(points.slice(-2).map(({ figures }) => figures?.requests)).toEqual([4, 4]);
    expect(partialFromMs).toBe(lastStep);
  });

  it("leaves a gap, not a zero, after the last moment that is known", () => {
    const cells = [aCell(lastStep - 60_000)];
    const { points } = new OverviewBuilder().build({ range, cells, nowMs, knownUntilMs: lastStep - 30_000 });
    const after = points.filter(({ startMs }) => startMs >= lastStep - 30_000);
    expect(after).toHaveLength(4);
    expect(after.every(({ figures }) => figures === null)).toBe(true);
  });

  it("has zero requests and no percentile in a step without traffic", () => {
    const { points } = new OverviewBuilder().build({ range, cells: [], nowMs, knownUntilMs: nowMs });
    expect(points[0]?.figures).toMatchObject({ requests: 0, p95: null, errorRate: null });
  });

  it("counts requests that reached no upstream in the whole, and in no upstream's line", () => {
    const cells = [aCell(lastStep - 10_000), aCell(lastStep - 10_000, { upstream: "", outcome: "rejected" })];
    const model = new OverviewBuilder().build({ range, cells, nowMs, knownUntilMs: nowMs });
    expect(model.requests).toBe(20);
    expect(model.upstreams.map(({ name }) => name)).toEqual(["east-1"]);
  });

  it("says the same when it is asked every second as when it is asked once", () => {
    const kept = new OverviewBuilder();
    let cells: Cell[] = [];
    for (let second = 0; second < 120; second += 1) {
      const now = lastStep + second * 1_000;
      const startMs = Math.floor(now / 10_000) * 10_000;
      cells = [...cells.filter((cell) => cell.startMs !== startMs), aCell(startMs, { requests: second })];
      const input = { range, cells, nowMs: now, knownUntilMs: now };
      expect(kept.build(input)).toEqual(new OverviewBuilder().build(input));
    }
    expect(summarise(cells).requests).toBeGreaterThan(0);
  });
});

describe("startOf", () => {
  it("begins on a step, at most one step into the window", () => {
    for (const each of allRanges) {
      const startMs = startOf(each, nowMs);
      expect(startMs % each.stepMs).toBe(0);
      expect(startMs - (nowMs - each.ms)).toBeLessThan(each.stepMs);
      expect(startMs).toBeGreaterThanOrEqual(nowMs - each.ms);
    }
  });
});
