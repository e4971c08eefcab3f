import { expect, test } from "vitest";
import { percentile } from "./percentile.ts";

test.each([
  [[], 0.5, null],
  [[7], 0.99, 7],
  [[3, 1, 2], 0.5, 2],
  [[4, 3, 2, 1], 0.5, 2],
  [Array.from({ length: 100 }, (_, n) => n + 1), 0.99, 99],
])("of %j at %d it is %s", (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});
