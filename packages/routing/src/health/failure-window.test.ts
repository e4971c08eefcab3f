import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FailureWindow } from "./failure-window.ts";

describe("a failure window of 30 s", () => {
  test("counts 3 failures of 5, and none of them 30 s later", () => {
    const window = new FailureWindow(30_000);
    for (const failed of [true, false, true, false, true]) window.record(failed, 1_000_000);
    expect([window.requests, window.failures]).toEqual([5, 3]);
    window.advance(1_026_999);
    expect([window.requests, window.failures]).toEqual([5, 3]);
    window.advance(1_030_000);
    expect([window.requests, window.failures]).toEqual([0, 0]);
  });

  test("forgets in tenths: at any time it counts all of the last 27 s and nothing older than 30 s", () => {
    const step = fc.record({ waitMs: fc.integer({ min: 0, max: 8_000 }), failed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const window = new FailureWindow(30_000);
        const seen: { atMs: number; failed: boolean }[] = [];
        let nowMs = 1_700_000_000_000;
        for (const { waitMs, failed } of steps) {
          nowMs += waitMs;
          window.record(failed, nowMs);
          seen.push({ atMs: nowMs, failed });
          const within = (ms: number) => seen.filter(({ atMs }) => atMs > nowMs - ms);
          expect(window.requests).toBeGreaterThanOrEqual(within(27_000).length);
          expect(window.requests).toBeLessThanOrEqual(within(30_000).length);
          expect(window.failures).toBeGreaterThanOrEqual(within(27_000).filter((one) => one.failed).length);
          expect(window.failures).toBeLessThanOrEqual(within(30_000).filter((one) => one.failed).length);
        }
      }),
    );
  });

  test("keeps its counts when the clock steps back", () => {
    const window = new FailureWindow(30_000);
    window.record(true, 1_000_000);
    window.record(true, 900_000);
    expect([window.requests, window.failures]).toEqual([2, 2]);
  });
});
