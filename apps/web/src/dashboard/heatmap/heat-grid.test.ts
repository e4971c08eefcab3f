import { emptyCounts } from "@meridian/metrics";
import { describe, expect, it } from "vitest";
import type { Point } from "../data/series-builder.ts";
import { durationsOf } from "../data/tally.ts";
import { heatGrid } from "./heat-grid.ts";
import { heatShare, viridis } from "./viridis.ts";

const point = (at: number, buckets: readonly number[] | null): Point => {
  const count = (buckets ?? []).reduce((sum, value, index) => (index % 2 === 1 ? sum + value : sum), 0);
  const completed = { ...emptyCounts, durationMs: { buckets: buckets ?? [], count, sum: 0 } };
  return { startMs: at, endMs: at + 1, atMs: at, figures: null, tally: buckets === null ? null : { completed } };
};

describe("heatGrid", () => {
  it("makes rows of 2 buckets, from the smallest value to the largest, empty ones between them too", () => {
    // Bucket 80 holds (1,024, 1,117] ms, 81 up to 1,218 ms, 87 up to 2,048 ms.
    const { rows, counts, highest } = heatGrid([point(0, [80, 3, 81, 4]), point(1, [87, 5])], durationsOf);
    expect(rows.map(({ aboveMs, upToMs }) => [Math.round(aboveMs), Math.round(upToMs)])).toEqual([
      [1024, 1218],
      [1218, 1448],
      [1448, 1722],
      [1722, 2048],
    ]);
    expect(counts).toEqual([
      [7, 0, 0, 0],
      [0, 0, 0, 5],
    ]);
    expect(highest).toBe(7);
  });

  it("keeps a gap apart from a step without traffic", () => {
    expect(heatGrid([point(0, [80, 1]), point(1, []), point(2, null)], durationsOf).counts).toEqual([[1], [0], null]);
  });

  it("is empty without a value", () => expect(heatGrid([point(0, [])], durationsOf).rows).toEqual([]));

  it("also holds values below 1 ms", () => {
    expect(heatGrid([point(0, [-3, 2])], durationsOf).rows[0]?.upToMs).toBeLessThan(1);
  });
});

describe("viridis", () => {
  it("runs from dark violet to yellow, ever lighter", () => {
    expect(viridis(0)).toEqual([68, 1, 84]);
    expect(viridis(1)).toEqual([253, 231, 37]);
    const lightness = Array.from({ length: 101 }, (_, at) => {
      const [r, g, b] = viridis(at / 100);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    expect(lightness.every((value, at) => at === 0 || value >= (lightness[at - 1] ?? 0))).toBe(true);
  });

  it("shows 1 request beside 10,000 as 1% of the scale, not as nothing", () => expect(heatShare(1, 10_000)).toBe(0.01));
});
