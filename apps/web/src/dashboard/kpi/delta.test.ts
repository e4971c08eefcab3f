import { describe, expect, it } from "vitest";
import { deltaOf } from "./delta.ts";

describe("deltaOf", () => {
  it.each([
    ["more requests", 12, 10, "neither", "percent", { direction: "up", words: "+20%", verdict: null }],
    ["a higher p95", 1_030, 1_000, "lower", "percent", { direction: "up", words: "+3.0%", verdict: "worse" }],
    ["a lower p95", 500, 1_000, "lower", "percent", { direction: "down", words: "−50%", verdict: "better" }],
    ["fewer errors", 0.01, 0.0142, "lower", "points", { direction: "down", words: "−0.42 pts", verdict: "better" }],
    ["a first error", 0.02, 0, "lower", "points", { direction: "up", words: "+2.00 pts", verdict: "worse" }],
    ["noise", 1_005, 1_000, "lower", "percent", { direction: "same", words: "about the same", verdict: null }],
    ["far more", 500, 1, "neither", "percent", { direction: "up", words: "+999%+", verdict: null }],
  ] as const)("says %s", (_, now, before, better, as, delta) =>
    expect(deltaOf(now, before, better, as)).toEqual(delta),
  );

  it("says nothing against nothing", () => {
    expect(deltaOf(5, 0, "neither", "percent")).toBeNull();
    expect(deltaOf(null, 5, "lower", "percent")).toBeNull();
  });
});
