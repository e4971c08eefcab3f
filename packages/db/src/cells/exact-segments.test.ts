import { describe, expect, it } from "vitest";
import type { LevelStates } from "./cell-query-plan.ts";
import { exactSegments } from "./exact-segments.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** 10:17:23 on some day. */
const nowMs = 500 * dayMs + 10 * hourMs + 17 * minuteMs + 23_000;
const merged = (width: number) => Math.floor(nowMs / (width * 1_000)) * width * 1_000;
const levels: LevelStates = {
  10: { mergedUntilMs: Number.POSITIVE_INFINITY, keptFromMs: nowMs - 2 * dayMs },
  60: { mergedUntilMs: merged(60), keptFromMs: nowMs - 7 * dayMs },
  300: { mergedUntilMs: merged(300), keptFromMs: nowMs - 35 * dayMs },
  3_600: { mergedUntilMs: merged(3_600), keptFromMs: Number.NEGATIVE_INFINITY },
  21_600: { mergedUntilMs: merged(21_600), keptFromMs: Number.NEGATIVE_INFINITY },
  86_400: { mergedUntilMs: merged(86_400), keptFromMs: Number.NEGATIVE_INFINITY },
};
const counted = (fromMs: number) =>
  exactSegments(fromMs, nowMs, levels)?.map((one) => [one.width, (one.toMs - one.fromMs) / one.width / 1_000]);

describe("exactSegments", () => {
  it("reads a month that begins at midnight UTC as days, then ever narrower cells up to now", () => {
    expect(counted(490 * dayMs)).toEqual([
      [86_400, 10],
      [21_600, 1],
      [3_600, 4],
      [300, 3],
      [60, 2],
      [10, 3],
    ]);
  });

  it("begins with 1 × 1 h and 3 × 6 h where midnight is 5:00 UTC, with 6 × 5 min where it is 18:30 UTC", () => {
    expect(counted(490 * dayMs + 5 * hourMs)?.slice(0, 3)).toEqual([
      [3_600, 1],
      [21_600, 3],
      [86_400, 9],
    ]);
    expect(counted(489 * dayMs + 18.5 * hourMs)?.slice(0, 3)).toEqual([
      [300, 6],
      [3_600, 5],
      [86_400, 10],
    ]);
  });

  it("covers the time once, without a gap, from cells that are merged by then", () => {
    for (let back = 1; back < 400; back += 7) {
      const fromMs = nowMs - 23_000 - back * 15 * minuteMs;
      const segments = exactSegments(fromMs, nowMs, levels) ?? [];
      let atMs = fromMs - (fromMs % 10_000);
      for (const segment of segments) {
        expect(segment.fromMs).toBe(atMs);
        expect(segment.fromMs % (segment.width * 1_000)).toBe(0);
        expect(segment.toMs).toBeLessThanOrEqual(Math.max(levels[segment.width].mergedUntilMs, atMs));
        atMs = segment.toMs;
      }
      expect(atMs).toBe(Math.ceil(nowMs / 10_000) * 10_000);
    }
  });

  it("knows nothing of a beginning whose narrow cells are not kept any more", () => {
    expect(counted(nowMs - (nowMs % dayMs) - 40 * dayMs - 5.5 * hourMs)).toBeUndefined();
  });
});
