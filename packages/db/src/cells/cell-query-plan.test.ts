import { describe, expect, it } from "vitest";
import { type LevelStates, planCellQuery } from "./cell-query-plan.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** 10:17:23 on some day. */
const nowMs = 500 * dayMs + 10 * hourMs + 17 * minuteMs + 23_000;
const floorTo = (width: number): number => Math.floor(nowMs / (width * 1_000)) * width * 1_000;
const levels: LevelStates = {
  10: { mergedUntilMs: Number.POSITIVE_INFINITY, keptFromMs: nowMs - 2 * dayMs },
  60: { mergedUntilMs: floorTo(60), keptFromMs: nowMs - 7 * dayMs },
  300: { mergedUntilMs: floorTo(300), keptFromMs: nowMs - 30 * dayMs },
  3_600: { mergedUntilMs: floorTo(3_600), keptFromMs: Number.NEGATIVE_INFINITY },
  21_600: { mergedUntilMs: floorTo(21_600), keptFromMs: Number.NEGATIVE_INFINITY },
  86_400: { mergedUntilMs: floorTo(86_400), keptFromMs: Number.NEGATIVE_INFINITY },
};
const plan = (rangeMs: number, stepMs: number, endMs = nowMs) =>
  planCellQuery({ fromMs: endMs - rangeMs, toMs: endMs, stepMs }, levels);

describe("planCellQuery", () => {
  it.each([
    [5 * minuteMs, 10_000, 10],
    [hourMs, 30_000, 10],
    [6 * hourMs, minuteMs, 60],
    [6 * hourMs, 2 * minuteMs, 60],
    [dayMs, 5 * minuteMs, 300],
    [7 * dayMs, hourMs, 3_600],
    [90 * dayMs, 6 * hourMs, 21_600],
    [365 * dayMs, dayMs, 86_400],
  ])("reads %d ms in steps of %d ms from cells of %d s, and the step stays", (rangeMs, stepMs, width) => {
    expect(plan(rangeMs, stepMs)).toMatchObject({ width, stepMs });
  });

  it("ends a year of days with 1 × 6 h, 4 × 1 h, 3 × 5 min, 2 × 1 min and cells of 10 s", () => {
    const { segments, fromMs, toMs } = plan(365 * dayMs, dayMs);
    expect(segments.map(({ width, fromMs: from, toMs: to }) => [width, (to - from) / width / 1_000])).toEqual([
      [86_400, 365],
      [21_600, 1],
      [3_600, 4],
      [300, 3],
      [60, 2],
      [10, (toMs - floorTo(60)) / 10_000],
    ]);
    expect([fromMs % dayMs, toMs % dayMs]).toEqual([0, 0]);
  });

  it("reads a range in the past from one width alone", () => {
    expect(plan(90 * dayMs, 6 * hourMs, nowMs - 2 * dayMs).segments).toHaveLength(1);
  });

  it("reads what the worker has not merged from what gateways wrote", () => {
    const behind = { ...levels, 60: { mergedUntilMs: Number.NEGATIVE_INFINITY, keptFromMs: 0 } };
    const { segments } = planCellQuery({ fromMs: nowMs - hourMs, toMs: nowMs, stepMs: minuteMs }, behind);
    expect(segments.map(({ width }) => width)).toEqual([10]);
  });

  it.each([
    ["10 s of 3 days ago", 3 * dayMs, 10_000, minuteMs],
    ["90 s of 3 days ago", 3 * dayMs, 90_000, 3 * minuteMs],
    ["a minute of 8 days ago", 8 * dayMs, minuteMs, 5 * minuteMs],
    ["a minute of 40 days ago", 40 * dayMs, minuteMs, hourMs],
  ])("widens a step of %s to what is still kept", (_, agoMs, stepMs, widened) => {
    expect(plan(hourMs, stepMs, nowMs - agoMs)).toMatchObject({ stepMs: widened });
  });

  it("takes wider cells when those that fit would be too many", () => {
    const asked = { fromMs: nowMs - 90 * dayMs, toMs: nowMs, stepMs: 6 * hourMs };
    expect(planCellQuery(asked, levels, 86_400)).toMatchObject({ width: 86_400, stepMs: dayMs });
  });
});
