import { expect, test } from "vitest";
import { estimateOf, geometricMean } from "./confidence.ts";

test("the median of five runs lies within its interval, which lies within the runs", () => {
  const { median, low, high } = estimateOf([5, 1, 3, 2, 9]);
  expect(median).toBe(3);
  expect(low).toBe(1);
  expect(high).toBe(9);
  expect(estimateOf([5, 1, 3, 2, 9])).toEqual({ median, low, high });
});

test("runs that agree leave no doubt, and what was never measured is NaN", () => {
  expect(estimateOf([4, 4, 4])).toEqual({ median: 4, low: 4, high: 4 });
  expect(estimateOf([Number.NaN]).median).toBeNaN();
});

test("the geometric mean of 1 and 100 is 10", () => {
  expect(geometricMean([1, 100])).toBeCloseTo(10);
});
