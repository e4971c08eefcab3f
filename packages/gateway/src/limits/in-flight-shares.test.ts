import { InFlightCount, JoinedMemory, localMemory, SharedMemory, type StateMemory } from "@meridian/routing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InFlightShares } from "./in-flight-shares.ts";

/** A gateway's environments, or those of one of its threads. */
function sharing(most: number, environments: number, memory: StateMemory = localMemory) {
  const each = Array.from({ length: environments }, (_, at) => ({
    inFlight: new InFlightCount(memory, `in_flight|${at}`),
  }));
  const sharers = {
    lock: memory.lock,
    size: environments,
    inFlight: new InFlightCount(memory, "in_flight"),
    all: () => each,
  };
  const shares = new InFlightShares(most, sharers);
  const place = (at: number): InFlightCount => each[at]!.inFlight;
  return {
    sharers,
    enter: (at: number) => shares.enter(place(at)),
    leave: (at: number) => shares.leave(place(at)),
    /** How many get a place of so many that come. */
    flood: (at: number, times: number) =>
      Array.from({ length: times }, () => shares.enter(place(at))).filter(Boolean).length,
  };
}

describe("InFlightShares", () => {
  it("gives one environment alone the whole bound", () => {
    const { flood, leave, enter } = sharing(10, 1);
    expect(flood(0, 12)).toBe(10);
    leave(0);
    expect(enter(0)).toBe(true);
  });

  it("stops one of 100 that floods at half of the bound and its own part, and lets every other have its own", () => {
    const { flood } = sharing(1_000, 100);
    expect(flood(0, 1_000)).toBe(505);
    for (let n = 1; n < 100; n += 1) expect(flood(n, 6)).toBe(5);
  });

  it.each([
    [150, 51],
    [100, 1],
  ])("keeps a place for each of 100 where the bound of %i halves to less than one", (most, flooded) => {
    const { flood } = sharing(most, 100);
    expect(flood(0, 1_000)).toBe(flooded);
    for (let n = 1; n < 100; n += 1) expect(flood(n, 2)).toBe(1);
  });

  it("holds for all threads together, and is free of what a thread had in flight once that thread is gone", () => {
    const memory = new SharedMemory(2);
    const keeper = sharing(20, 2, memory);
    const [first, second] = [0, 1].map((thread) => sharing(20, 2, new JoinedMemory(memory.handle(), thread)));
    expect([first?.flood(0, 8), second?.flood(0, 20)]).toEqual([8, 7]);
    expect([first?.flood(1, 3), second?.flood(1, 20)]).toEqual([3, 2]);
    for (const { inFlight } of [...keeper.sharers.all(), keeper.sharers]) inFlight.loseThread(1);
    expect([first?.flood(0, 20), second?.flood(1, 20)]).toEqual([7, 2]);
  });

  it("never lets more in than the bound, and always an environment below its own part, whoever comes and goes", () => {
    const step = fc.record({ environment: fc.nat(7), enters: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 60 }), fc.array(step, { maxLength: 400 }), (most, steps) => {
        const { enter, leave } = sharing(most, 8);
        const own = Math.max(1, Math.floor(most / 16));
        const inFlight = Array.from({ length: 8 }, () => 0);
        for (const { environment, enters } of steps) {
          const before = inFlight[environment] ?? 0;
          if (!enters) {
            if (before > 0) leave(environment);
            inFlight[environment] = Math.max(0, before - 1);
            continue;
          }
          const beyond = inFlight.reduce((sum, each) => sum + Math.max(0, each - own), 0);
          const entered = enter(environment);
          expect(entered).toBe(before < own || beyond < most - own * 8);
          if (entered) inFlight[environment] = before + 1;
          expect(inFlight.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
