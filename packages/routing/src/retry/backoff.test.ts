import { describe, expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

describe("the pause before the same upstream", () => {
  test("is drawn from 0 up to 250, 500, 1,000 … and at most 8,000 ms", () => {
    expect([1, 2, 3, 6, 20].map((failures) => backoffMs(failures, 0, () => 0.999999))).toEqual([
      250, 500, 1_000, 8_000, 8_000,
    ]);
    expect(backoffMs(5, 0, () => 0)).toBe(0);
  });

  test("is never shorter than what is left of a cooldown", () => {
    expect(backoffMs(1, 3_000, () => 0)).toBe(3_000);
    expect(backoffMs(1, 3_000, () => 0.5)).toBe(3_125);
  });

  test("is at most 60 s; one that asks for more is not waited for", () => {
    expect(backoffMs(1, 60_000, () => 0.9)).toBe(60_000);
    expect(backoffMs(1, 60_001, () => 0)).toBeNull();
  });
});
