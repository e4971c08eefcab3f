import { describe, expect, it } from "vitest";
import { rangeIds, ranges } from "../view/range.ts";
import { rereadEveryMs, stretchOf } from "./stretch.ts";

const nowMs = 1_772_636_712_345;

describe("stretchOf", () => {
  it.each(rangeIds)("begins %s on a step of the tables, holds all of it, and has at most 300 points", (range) => {
    const { fromMs, toMs, stepMs, groupStepMs, live } = stretchOf({ kind: "last", range }, nowMs);
    expect(fromMs % groupStepMs).toBe(0);
    expect(toMs - fromMs).toBeGreaterThanOrEqual(ranges[range].ms);
    expect(toMs - fromMs).toBeLessThan(ranges[range].ms + groupStepMs);
    expect(Math.ceil((toMs - fromMs) / stepMs)).toBeLessThanOrEqual(300);
    expect(live).toBe(ranges[range].ms <= 3_600_000);
  });

  it("cuts any window into at most 300 points, and its tables into whole multiples of them", () => {
    for (let ms = 60_000; ms <= 366 * 86_400_000; ms = Math.ceil(ms * 1.13)) {
      const { fromMs, toMs, stepMs, groupStepMs } = stretchOf(
        { kind: "between", fromMs: nowMs - ms, toMs: nowMs },
        nowMs,
      );
      expect((toMs - fromMs) / stepMs).toBeLessThanOrEqual(300);
      expect(groupStepMs % stepMs).toBe(0);
      expect((toMs - fromMs) / groupStepMs).toBeLessThanOrEqual(62);
    }
  });

  it("ends now when the window reaches into the future", () => {
    expect(stretchOf({ kind: "between", fromMs: nowMs - 600_000, toMs: nowMs + 600_000 }, nowMs).toMs).toBe(nowMs);
  });
});

describe("rereadEveryMs", () => {
  it.each([
    ["6h", 30_000],
    ["24h", 75_000],
    ["1y", 300_000],
  ] as const)("reads %s again every %d ms", (range, every) =>
    expect(rereadEveryMs({ kind: "last", range }, nowMs)).toBe(every),
  );

  it("does not read again what lies in the past", () => {
    expect(rereadEveryMs({ kind: "between", fromMs: nowMs - 900_000, toMs: nowMs - 300_000 }, nowMs)).toBe(false);
  });
});
