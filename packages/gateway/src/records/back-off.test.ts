import { describe, expect, it } from "vitest";
import { backOffMs } from "./back-off.ts";

describe("backOffMs", () => {
  it.each([
    [1, 50, 100],
    [2, 100, 200],
    [3, 200, 400],
    [7, 2_500, 5_000],
    [1_000, 2_500, 5_000],
  ])("waits after failure %d between %d and %d ms", (failures, least, most) => {
    expect(backOffMs(failures, 0)).toBe(least);
    expect(backOffMs(failures, 0.999_999)).toBeCloseTo(most, 1);
  });

  it("waits no longer than it is told to", () => {
    expect(backOffMs(9, 0, 1_000)).toBe(500);
    expect(backOffMs(9, 0.999_999, 1_000)).toBeCloseTo(1_000, 1);
  });
});
