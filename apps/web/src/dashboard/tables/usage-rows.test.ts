import { emptyCounts } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import { SeriesBuilder } from "../data/series-builder.ts";
import type { Slice } from "../data/slice.ts";
import { sortUsage, type UsageSort, usageRows } from "./usage-rows.ts";

const slice = (group: string, requests: number, part: Partial<Slice> = {}): Slice => ({
  startMs: 0,
  group,
  outcome: "completed",
  counts: { ...emptyCounts, requests, inputTokens: requests * 100, costNanoUsd: requests * 1_000_000_000 },
  ...part,
});

const rows = usageRows(
  new SeriesBuilder().build({
    slices: [slice("m10", 60), slice("m2", 30), slice("m2", 10, { outcome: "failed" }), slice("", 0)],
    fromMs: 0,
    toMs: 10_000,
    stepMs: 10_000,
    knownUntilMs: 10_000,
  }),
);
const order = (by: UsageSort["by"], descending: boolean) =>
  sortUsage(rows, { by, descending }, (group) => group || "No model").map(({ group }) => group);

describe("usageRows", () => {
  it("add up to the whole", () => {
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(rows.find(({ group }) => group === "m2")).toMatchObject({
      requests: 40,
      share: 0.4,
      errorRate: 0.25,
      inputTokens: 4_000,
      usd: 40,
      usdShare: 0.4,
    });
  });
});

describe("sortUsage", () => {
  it("puts the most first, and numbers in names in their order", () => {
    expect(order("requests", true)).toEqual(["m10", "m2", ""]);
    expect(order("name", false)).toEqual(["m2", "m10", ""]);
  });

  it("puts what was not measured last either way", () => {
    expect(order("errorRate", true).at(-1)).toBe("");
    expect(order("errorRate", false).at(-1)).toBe("");
  });
});
