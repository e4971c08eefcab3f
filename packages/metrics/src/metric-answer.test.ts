import { describe, expect, it } from "vitest";
import { emptyCounts } from "./cell-counts.ts";
import { metricCellsOf, packMetricCell } from "./metric-answer.ts";

describe("a metric cell", () => {
  it("travels as numbers and comes back as it was, with its group's names", () => {
    const counts = {
      ...emptyCounts,
      requests: 5,
      costNanoUsd: 9_007_199_254_740,
      durationMs: { buckets: [-24, 1, 3, 2, 231, 2], count: 5, sum: 12.345 },
    };
    const answer = {
      fromMs: 60_000,
      stepMs: 20_000,
      by: ["route", "model"] as const,
      groups: [
        ["chat", ""],
        ["(other)", "(other)"],
      ],
      cells: [packMetricCell(3, 1, "failed", counts), packMetricCell(0, 0, "completed", emptyCounts)],
    };
    expect(metricCellsOf(JSON.parse(JSON.stringify(answer)))).toEqual([
      { startMs: 120_000, by: { route: "(other)", model: "(other)" }, outcome: "failed", counts },
      { startMs: 60_000, by: { route: "chat", model: "" }, outcome: "completed", counts: emptyCounts },
    ]);
  });
});
