import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Histogram } from "./histogram.ts";
import { shareBelow, shareOfValuesBelow } from "./percentile-rank.ts";
import { emptySparse } from "./sparse-histogram.ts";

const histogramOf = (values: readonly number[]) => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram.toSparse();
};

describe("shareBelow", () => {
  it("is above 97 of 100 values of 1 to 100 s with 97.5 s, within a bucket", () => {
    const histogram = histogramOf(Array.from({ length: 100 }, (_, at) => (at + 1) * 1_000));
    expect(shareBelow(histogram, 97_500)).toBeCloseTo(0.97, 1);
    expect(shareBelow(histogram, 500)).toBe(0);
    expect(shareBelow(histogram, 200_000)).toBe(1);
  });

  it("says nothing of nothing", () => {
    expect(shareBelow(emptySparse, 5)).toBeNull();
    expect(shareOfValuesBelow([], 5)).toBeNull();
  });

  it("never falls as the value rises, and stays within 0..1", () => {
    const positive = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1 }), positive, positive, (values, a, b) => {
        const histogram = histogramOf(values);
        const [low, high] = [shareBelow(histogram, Math.min(a, b)) ?? 0, shareBelow(histogram, Math.max(a, b)) ?? 0];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("shareOfValuesBelow", () => {
  it("counts equals half", () => {
    expect(shareOfValuesBelow([1, 2, 2, 3], 2)).toBe(0.5);
    expect(shareOfValuesBelow([1, 1, 1], 0)).toBe(0);
  });
});
