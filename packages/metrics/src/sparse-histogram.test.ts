import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SparseHistogram } from "./cell.ts";
import { Histogram } from "./histogram.ts";
import { emptySparse, mergeSparse, quantile } from "./sparse-histogram.ts";

/** Whole milliseconds: sums of integers are exact, so that equality is too. */
const values = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 60 });

function histogramOf(all: readonly number[]): SparseHistogram {
  const histogram = new Histogram();
  for (const value of all) histogram.record(value);
  return histogram.toSparse();
}

describe("merging histograms", () => {
  it("gives what one histogram of all the values gives", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(mergeSparse(histogramOf(a), histogramOf(b))).toEqual(histogramOf([...a, ...b]));
      }),
    );
  });

  it("is commutative and associative, with the empty one as its zero", () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        expect(mergeSparse(x, y)).toEqual(mergeSparse(y, x));
        expect(mergeSparse(mergeSparse(x, y), z)).toEqual(mergeSparse(x, mergeSparse(y, z)));
        expect(mergeSparse(x, emptySparse)).toEqual(x);
      }),
    );
  });
});

describe("quantile", () => {
  it("is within 4.5 % of the value at the nearest rank, from 0.2 ms to a day", () => {
    const durations = fc.array(fc.double({ min: 0.2, max: 86_400_000, noNaN: true }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
        const sorted = all.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? Number.NaN;
        const estimate = quantile(histogramOf(all), q) ?? Number.NaN;
        expect(Math.abs(estimate - exact) / exact).toBeLessThanOrEqual(0.045);
      }),
    );
  });

  it("is null of an empty histogram", () => {
    expect(quantile(emptySparse, 0.5)).toBeNull();
  });
});

describe("Histogram", () => {
  it("puts 0, negative values and 0.125 ms into bucket -24 and a month into bucket 231", () => {
    expect(histogramOf([0, -5, 0.125, 30 * 86_400_000])).toEqual({
      buckets: [-24, 3, 231, 1],
      count: 4,
      sum: 0.125 + 30 * 86_400_000,
    });
  });

  it("puts 8 ms into bucket 23, whose upper bound it is, and ignores what is not a number", () => {
    expect(histogramOf([8, Number.NaN])).toEqual({ buckets: [23, 1], count: 1, sum: 8 });
  });

  it("counts from nothing after clear", () => {
    const histogram = new Histogram();
    histogram.record(5);
    histogram.clear();
    expect(histogram.toSparse()).toEqual(emptySparse);
    histogram.record(8);
    expect(histogram.toSparse()).toEqual({ buckets: [23, 1], count: 1, sum: 8 });
  });
});
