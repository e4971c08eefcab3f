import { describe, expect, it } from "vitest";
import { bandPaths, linePath } from "./plot-path.ts";

describe("linePath", () => {
  it("breaks at a gap and does not join what lies beside it", () => {
    expect(linePath([0, 10, 20, 30, 40], [0, 50, null, 100, 0], 100)).toBe("M0 100L10 50M30 0L40 100");
  });

  it("draws a dot for a value without neighbours", () => {
    expect(linePath([0, 10, 20], [null, 50, null], 100)).toBe("M10 50h.01");
  });

  it("is nothing without a value", () => expect(linePath([0, 10], [null, null], 1)).toBe(""));
});

describe("bandPaths", () => {
  it("stands bands on each other", () => {
    expect(
      bandPaths(
        [0, 10],
        [
          [10, 20],
          [30, 40],
        ],
        100,
        false,
      ),
    ).toEqual(["M0 90L10 80L10 100L0 100Z", "M0 60L10 40L10 80L0 90Z"]);
  });

  it("fills the height with shares, and leaves a gap where there is nothing to share", () => {
    expect(
      bandPaths(
        [0, 10, 20],
        [
          [1, 0, 1],
          [3, 0, 1],
        ],
        1,
        true,
      )[1],
    ).toBe("M-1.5 0L1.5 0L1.5 75L-1.5 75ZM18.5 0L21.5 0L21.5 50L18.5 50Z");
  });
});
