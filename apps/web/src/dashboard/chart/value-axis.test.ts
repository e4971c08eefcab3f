import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueTicks } from "./value-axis.ts";

describe("valueTicks", () => {
  it.each([
    [5.15, [0, 2, 4, 6]],
    [6_900, [0, 2_500, 5_000, 7_500]],
    [0.07, [0, 0.025, 0.05, 0.075]],
    [3, [0, 1, 2, 3]],
    [412, [0, 200, 400, 600]],
  ])("labels values up to %s with %s", (highest, ticks) => expect(valueTicks(highest, 1)).toEqual(ticks));

  it("reaches as far as told when there is nothing to show", () =>
    expect(valueTicks(0, 0.01).at(-1)).toBeGreaterThanOrEqual(0.01));

  it("has 2 to 4 labels and holds every value", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
        const ticks = valueTicks(highest, 1);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(4);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-8));
      }),
    );
  });
});
