import { describe, expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

describe("the pause before the same upstream", () => {
  test("is drawn from 0 up to 250, 500, 1,000 and at most 2,000 ms", () => {
    expect([1, 2, 3, 6, 20].map((failures) => backoffMs(failures, 0, () => 0.999999))).toEqual([
      250, 500, 1_000, 2_000, 2_000,
    ]);
    expect(backoffMs(5, 0, () => 0)).toBe(0);
  });

  test("is never shorter than what is left of a cooldown", () => {
    expect(backoffMs(1, 1_000, () => 0)).toBe(1_000);
    expect(backoffMs(1, 1_000, () => 0.5)).toBe(1_125);
  });

  test("is at most 2 s; one that asks for more is not waited for", () => {
    expect(backoffMs(1, 2_000, () => 0.9)).toBe(2_000);
    expect(backoffMs(1, 2_001, () => 0)).toBeNull();
  });
});
