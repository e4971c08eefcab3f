import { describe, expect, it } from "vitest";
import { timelineBars } from "./timeline-bars.ts";

describe("timelineBars", () => {
  it("lays requests on the span from the first start to the last end", () => {
    const { bars, startMs, spanMs } = timelineBars([
      { startedAtMs: 1_000, durationMs: 500, firstTokenMs: 100 },
      { startedAtMs: 1_500, durationMs: 1_500, firstTokenMs: null },
    ]);
    expect([startMs, spanMs]).toEqual([1_000, 2_000]);
    expect(bars).toEqual([
      { from: 0, width: 0.25, waiting: 0.05 },
      { from: 0.25, width: 0.75, waiting: 0 },
    ]);
  });

  it("does not divide by nothing", () => {
    expect(timelineBars([{ startedAtMs: 5, durationMs: 0, firstTokenMs: null }]).bars).toEqual([
      { from: 0, width: 0, waiting: 0 },
    ]);
  });
});
