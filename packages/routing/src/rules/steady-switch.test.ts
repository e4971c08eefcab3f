import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SteadySwitch } from "./steady-switch.ts";

type Look = { readonly atMs: number; readonly value: number | null };
type Bounds = {
  readonly above: number;
  readonly recoverBelow: number;
  readonly forMs: number;
  readonly holdMs: number;
};

const bounds: fc.Arbitrary<Bounds> = fc
  .record({
    above: fc.nat({ max: 10 }),
    recovers: fc.nat({ max: 10 }),
    forMs: fc.constantFrom(0, 1_000, 5_000),
    holdMs: fc.constantFrom(0, 2_000, 20_000),
  })
  .map(({ above, recovers, ...rest }) => ({ ...rest, above, recoverBelow: Math.min(above, recovers) }));
const looks: fc.Arbitrary<Look[]> = fc
  .array(fc.record({ waitMs: fc.nat({ max: 3_000 }), value: fc.option(fc.nat({ max: 12 })) }), { maxLength: 120 })
  .map((given) => {
    let atMs = 1_000_000;
    return given.map(({ waitMs, value }) => ({ atMs: (atMs += waitMs + 1), value }));
  });

const isAbove = ({ value }: Look, { above }: Bounds) => value !== null && value > above;
const recovered = ({ value }: Look, { recoverBelow }: Bounds) => value === null || value < recoverBelow;

function look(one: SteadySwitch, at: Look, given: Bounds): boolean {
  one.look(at.value, isAbove(at, given), recovered(at, given), at.atMs);
  return one.isOn;
}

/** The same from all that was ever seen, worked out anew each time. */
function naive(seen: readonly Look[], given: Bounds): boolean {
  let onSinceMs: number | null = null;
  seen.forEach((now, index) => {
    let first = index;
    while (first > 0 && isAbove(seen[first - 1]!, given)) first--;
    if (onSinceMs !== null) {
      if (recovered(now, given) && now.atMs - onSinceMs >= given.holdMs) onSinceMs = null;
    } else if (isAbove(now, given) && now.atMs - seen[first]!.atMs >= given.forMs) onSinceMs = now.atMs;
  });
  return onSinceMs !== null;
}

describe("a steady switch", () => {
  it("is on whenever a model that looks at all that was ever seen says so", () => {
    fc.assert(
      fc.property(bounds, looks, (given, seen) => {
        const one = new SteadySwitch(Float64Array.from(SteadySwitch.initial), given);
        seen.forEach((at, index) => expect(look(one, at, given)).toBe(naive(seen.slice(0, index + 1), given)));
      }),
      { numRuns: 200 },
    );
  });

  it("does not flap: it is on for its hold, and turns on only after its time beyond the bound", () => {
    fc.assert(
      fc.property(bounds, looks, (given, seen) => {
        const one = new SteadySwitch(Float64Array.from(SteadySwitch.initial), given);
        let [was, sinceMs, beyondMs] = [false, 0, 0];
        for (const at of seen) {
          if (!isAbove(at, given)) beyondMs = at.atMs;
          const on = look(one, at, given);
          if (on && !was) {
            expect(at.atMs - beyondMs).toBeGreaterThanOrEqual(given.forMs);
            sinceMs = at.atMs;
          }
          if (was && !on) expect(at.atMs - sinceMs).toBeGreaterThanOrEqual(given.holdMs);
          was = on;
        }
      }),
    );
  });
});
