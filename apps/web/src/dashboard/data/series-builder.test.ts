import { emptyCounts } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { durationsOf } from "./tally.ts";
import { SeriesBuilder, type SeriesInput } from "./series-builder.ts";
import type { Slice } from "./slice.ts";

const slice = (startMs: number, part: Partial<Slice> & { requests?: number } = {}): Slice => {
  const { requests = 10, ...rest } = part;
  const durationMs = { buckets: [80, requests], count: requests, sum: 10_000 };
  return { startMs, group: "east-1", outcome: "completed", counts: { ...emptyCounts, requests, durationMs }, ...rest };
};

const toMs = 1_000_005_000;
const lastStep = 1_000_000_000;
const window = { fromMs: lastStep - 290_000, toMs, stepMs: 10_000, knownUntilMs: toMs };
const build = (slices: readonly Slice[], other: Partial<SeriesInput> = {}) =>
  new SeriesBuilder().build({ ...window, ...other, slices });

describe("SeriesBuilder", () => {
  it("divides the running step by the 5 s it has run, so that its rate does not dip", () => {
    const { points, partialFromMs } = build([
      slice(lastStep - 10_000, { requests: 40 }),
      slice(lastStep, { requests: 20 }),
    ]);
    expect(points.slice(-2).map(({ figures }) => figures?.requests)).toEqual([4, 4]);
    expect(partialFromMs).toBe(lastStep);
  });

  it("waits for 5 s of a step before it shows its rate, and counts it all the same", () => {
    const { points, requests } = build([slice(lastStep)], { toMs: lastStep + 4_999, knownUntilMs: lastStep + 4_999 });
    expect(points.at(-1)).toMatchObject({ startMs: lastStep, figures: null });
    expect(requests).toBe(10);
  });

  it("leaves a gap, not a zero, after the last moment that is known", () => {
    const { points, partialFromMs } = build([slice(lastStep - 60_000)], { knownUntilMs: lastStep - 30_000 });
    const after = points.filter(({ startMs }) => startMs >= lastStep - 30_000);
    expect(after).toHaveLength(4);
    expect(after.every(({ figures }) => figures === null)).toBe(true);
    expect(partialFromMs).toBe(toMs);
  });

  it("has zero requests and no percentile in a step without traffic", () => {
    expect(build([]).points[0]?.figures).toMatchObject({ requests: 0, p95: null, errorRate: null });
  });

  it("adds history and live counts of one step up: the seam shows nowhere", () => {
    const whole = build([slice(lastStep - 20_000, { requests: 30 })], { stepMs: 20_000 });
    const halves = [slice(lastStep - 20_000, { requests: 12 }), slice(lastStep - 10_000, { requests: 18 })];
    expect(build(halves, { stepMs: 20_000 }).points.at(-2)?.figures?.requests).toBe(
      whole.points.at(-2)?.figures?.requests,
    );
  });

  it("tells groups apart in order of their names, and merges their histograms in the whole", () => {
    const { groups, whole, requests } = build([
      slice(lastStep - 10_000, { group: "west-1" }),
      slice(lastStep - 10_000, { group: "east-1", requests: 5 }),
      slice(lastStep - 20_000, { group: "", outcome: "rejected" }),
    ]);
    expect(groups.map(({ group, requests: own }) => [group, own])).toEqual([
      ["", 10],
      ["east-1", 5],
      ["west-1", 10],
    ]);
    expect(requests).toBe(25);
    expect(durationsOf(whole)).toMatchObject({ buckets: [80, 15], count: 15 });
  });

  it("cuts the first step where the window begins, if that is within it", () => {
    const { points } = build([slice(lastStep - 20_000, { requests: 10 })], {
      fromMs: lastStep - 10_000,
      stepMs: 20_000,
    });
    expect(points[0]).toMatchObject({ startMs: lastStep - 10_000, endMs: lastStep });
    expect(points[0]?.figures?.requests).toBe(1);
  });

  it("says the same when it is asked every second as when it is asked once", () => {
    const kept = new SeriesBuilder();
    let slices: Slice[] = [];
    for (let second = 0; second < 60; second += 1) {
      const now = lastStep + second * 1_000;
      const startMs = Math.floor(now / 10_000) * 10_000;
      slices = [...slices.filter((each) => each.startMs !== startMs), slice(startMs, { requests: second })];
      const input = { ...window, fromMs: now - 290_000, slices, toMs: now, knownUntilMs: now };
      expect(kept.build(input)).toEqual(new SeriesBuilder().build(input));
    }
  });
});
