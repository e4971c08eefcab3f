import { describe, expect, it } from "vitest";
import { errorTrend } from "./error-trend.ts";

const flat = (count: number, windows: number): number[] => Array.from({ length: windows }, () => count);

describe("errorTrend", () => {
  it.each([
    ["4 a window for a day, then 20", [...flat(4, 285), 20, 20, 20], "rising", 12],
    ["4 a window for a day, then 5", [...flat(4, 285), 5, 5, 5], "usual", 12],
    ["4 a window for a day, then 7: neither", [...flat(4, 285), 7, 7, 7], "between", 12],
    ["none for a day, then 10 in 15 min", [...flat(0, 285), 0, 0, 10], "rising", 0],
    ["none for a day, then 9 in 15 min", [...flat(0, 285), 0, 0, 9], "between", 0],
    ["none for a day, then 4 in 15 min", [...flat(0, 285), 0, 0, 4], "usual", 0],
    [
      "one earlier storm does not hide the next",
      [...flat(2, 200), ...flat(500, 20), ...flat(2, 65), 90, 90, 90],
      "rising",
      6,
    ],
    [
      "swings of 0 to 40 are usual",
      [...Array.from({ length: 96 }, (_, at) => [0, (at % 5) * 10, 0]).flat(), 0, 35, 0],
      "usual",
      20,
    ],
  ] as const)("%s: %s", (_, windows, now, usual) => {
    expect(errorTrend(windows)).toMatchObject({ now, usual });
  });

  it("knows no usual before an hour and a quarter have passed, however many there are", () => {
    expect(errorTrend([...flat(1, 11), 900, 900, 900])).toEqual({ recent: 2_700, usual: null, now: "usual" });
    expect(errorTrend([...flat(1, 12), 900, 900, 900]).now).toBe("rising");
  });
});
