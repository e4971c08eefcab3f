import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InFlightShares } from "./in-flight-shares.ts";

describe("InFlightShares", () => {
  it("gives one environment alone the whole bound", () => {
    const shares = new InFlightShares(10);
    expect(Array.from({ length: 12 }, () => shares.enter("a", 1)).filter(Boolean)).toHaveLength(10);
    shares.leave("a");
    expect(shares.enter("a", 1)).toBe(true);
  });

  it("stops one of 100 that floods at half of the bound and its own part, and lets every other have its own", () => {
    const shares = new InFlightShares(1_000);
    let flooded = 0;
    while (shares.enter("flood", 100)) flooded += 1;
    expect(flooded).toBe(505);
    for (let n = 1; n < 100; n += 1) {
      const own = Array.from({ length: 6 }, () => shares.enter(`e${n}`, 100));
      expect(own).toEqual([true, true, true, true, true, false]);
    }
  });

  it("never lets more in than the bound, and always an environment below its own part, while environments come and go", () => {
    const step = fc.record({
      environment: fc.integer({ min: 0, max: 7 }),
      enters: fc.boolean(),
      environments: fc.integer({ min: 8, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const most = 48;
        const shares = new InFlightShares(most);
        const inFlight = Array.from({ length: 8 }, () => 0);
        for (const { environment, enters, environments } of steps) {
          const own = Math.floor(most / 2 / environments);
          const before = inFlight[environment] ?? 0;
          if (!enters) {
            if (before > 0) shares.leave(String(environment));
            inFlight[environment] = Math.max(0, before - 1);
            continue;
          }
          const entered = shares.enter(String(environment), environments);
          if (entered) inFlight[environment] = before + 1;
          if (before < own) expect(entered).toBe(true);
          // Shares that shrink while places are taken give back as those are left.
          expect(inFlight.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
