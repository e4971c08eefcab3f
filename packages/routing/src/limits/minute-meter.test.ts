import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MinuteMeter } from "./minute-meter.ts";

describe("MinuteMeter", () => {
  it("lets 2 in within any 60 s, and says when the next fits, to 250 ms", () => {
    const meter = new MinuteMeter();
    meter.add(1, 1_000);
    meter.add(1, 31_000);
    expect(meter.waitMs(1, 2, 41_000)).toBe(20_250);
    expect(meter.waitMs(1, 2, 61_249)).toBe(1);
    expect(meter.waitMs(1, 2, 61_250)).toBe(0);
    meter.add(1, 61_250);
    expect(meter.waitMs(1, 2, 61_250)).toBe(30_000);
  });

  it("says that what is larger than the limit never fits", () => {
    expect(new MinuteMeter().waitMs(11, 10, 0)).toBeNull();
    expect(new MinuteMeter().waitMs(10, 10, 0)).toBe(0);
  });

  it("keeps to its share of the limit, where it has one, and notes the most that it refused for that alone", () => {
    const meter = new MinuteMeter(Float64Array.from(MinuteMeter.initial(true)));
    expect(meter.waitMs(1, 10, 0)).toBe(1_000);
    meter.share.allowance = 4;
    meter.add(3, 0);
    expect(meter.waitMs(1, 10, 0)).toBe(0);
    expect(meter.waitMs(2, 10, 0)).toBe(1_000);
    expect(meter.waitMs(5, 10, 0)).toBe(1_000);
    expect(meter.waitMs(8, 10, 0)).toBe(60_000);
    expect(meter.waitMs(11, 10, 0)).toBeNull();
    expect(meter.share.takeRefused()).toBe(5);
  });

  it("says how long its own use takes to make room when all of the limit is handed out", () => {
    const meter = new MinuteMeter(Float64Array.from(MinuteMeter.initial(true)));
    meter.share.allowance = 4;
    meter.share.moreToCome = false;
    meter.add(3, 0);
    expect(meter.waitMs(2, 10, 0)).toBe(60_250);
  });

  it("corrects what still counts, and leaves alone what does not", () => {
    const meter = new MinuteMeter();
    meter.add(100, 0);
    meter.correct(-60, 0, 30_000);
    expect(meter.usedAt(30_000)).toBe(40);
    meter.correct(-60, 0, 60_300);
    expect(meter.usedAt(60_300)).toBe(0);
  });

  it("goes on from what it exported", () => {
    const before = new MinuteMeter();
    before.add(3, 10_000);
    before.add(4, 20_000);
    const after = new MinuteMeter();
    after.import(before.export(40_000), 50_000);
    expect(after.usedAt(50_000)).toBe(7);
    expect(after.usedAt(70_250)).toBe(4);
    expect(after.usedAt(80_250)).toBe(0);
  });

  it("never lets more in within any 60 s than the limit, and refuses nothing that fitted 60.25 s, however they come", () => {
    const step = fc.record({ gapMs: fc.integer({ min: 0, max: 20_000 }), amount: fc.integer({ min: 1, max: 12 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 80 }), (limit, steps) => {
        const meter = new MinuteMeter();
        const entered: { atMs: number; amount: number }[] = [];
        const since = (fromMs: number) =>
          entered.filter(({ atMs }) => atMs > fromMs).reduce((sum, { amount }) => sum + amount, 0);
        let nowMs = 0;
        for (const { gapMs, amount } of steps) {
          nowMs += gapMs;
          const waitMs = meter.waitMs(amount, limit, nowMs);
          if (waitMs === 0) {
            entered.push({ atMs: nowMs, amount });
            meter.add(amount, nowMs);
            expect(since(nowMs - 60_000)).toBeLessThanOrEqual(limit);
          } else {
            expect(since(nowMs - 60_250) + amount).toBeGreaterThan(limit);
            // What it says is true: then, and not a moment before, it fits if nobody else comes.
            if (waitMs !== null) {
              const copy = new MinuteMeter();
              for (const each of entered) copy.add(each.amount, each.atMs);
              expect(copy.waitMs(amount, limit, nowMs + waitMs - 1)).toBeGreaterThan(0);
              expect(copy.waitMs(amount, limit, nowMs + waitMs)).toBe(0);
            }
          }
        }
      }),
    );
  });
});
