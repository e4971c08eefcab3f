import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMonotonicClock } from "./monotonic-clock.ts";

describe("createMonotonicClock", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    vi.setSystemTime(1_000_000);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is the wall clock's time, also after that was set an hour forward", () => {
    const clock = createMonotonicClock();
    vi.advanceTimersByTime(1_500);
    expect(clock()).toBe(1_001_500);
    vi.setSystemTime(4_601_500);
    vi.advanceTimersByTime(1_000);
    expect(clock()).toBe(4_602_500);
  });

  it("stands still when the wall clock was set 5 s back, until that has caught up", () => {
    const clock = createMonotonicClock();
    vi.advanceTimersByTime(10_000);
    expect(clock()).toBe(1_010_000);
    vi.setSystemTime(1_005_000);
    vi.advanceTimersByTime(2_000);
    expect(clock()).toBe(1_010_000);
    vi.advanceTimersByTime(4_000);
    expect(clock()).toBe(1_011_000);
  });
});
