import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Reachability } from "./reachability.ts";

describe("Reachability", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("begins as reached and tells only of changes", () => {
    const reachability = new Reachability(() => Promise.resolve(false));
    const listener = vi.fn<() => void>();
    reachability.subscribe(listener);
    reachability.tell(true);
    expect(listener).not.toHaveBeenCalled();
    reachability.tell(false);
    reachability.tell(false);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(reachability.reached()).toBe(false);
  });

  it("looks every 3 s while there is no answer, and stops once there is", async () => {
    const look = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(false).mockResolvedValue(true);
    const reachability = new Reachability(look);
    reachability.tell(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(reachability.reached()).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(reachability.reached()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it("does not look any more when a call was answered meanwhile", async () => {
    const look = vi.fn<() => Promise<boolean>>().mockResolvedValue(true);
    const reachability = new Reachability(look);
    reachability.tell(false);
    reachability.tell(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look).not.toHaveBeenCalled();
  });
});
