import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PausableTimer } from "./pausable-timer.ts";

const started = (run: () => void): PausableTimer => new PausableTimer(12_000, run);

describe("PausableTimer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("runs once, after its time", () => {
    const run = vi.fn<() => void>();
    started(run);
    vi.advanceTimersByTime(11_999);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("does not count the time in which it is paused", () => {
    const run = vi.fn<() => void>();
    const timer = started(run);
    vi.advanceTimersByTime(10_000);
    timer.pause();
    vi.advanceTimersByTime(3_600_000);
    timer.resume();
    vi.advanceTimersByTime(1_999);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("leaves a second after a pause, however little was left", () => {
    const run = vi.fn<() => void>();
    const timer = started(run);
    vi.advanceTimersByTime(11_990);
    timer.pause();
    timer.resume();
    vi.advanceTimersByTime(999);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("never runs once it was cancelled, whatever comes after", () => {
    const run = vi.fn<() => void>();
    const timer = started(run);
    timer.cancel();
    timer.pause();
    timer.resume();
    vi.advanceTimersByTime(60_000);
    expect(run).not.toHaveBeenCalled();
  });
});
