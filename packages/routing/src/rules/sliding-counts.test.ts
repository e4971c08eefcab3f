import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { latencyKind, latencyKinds, percentile95 } from "./latency-histogram.ts";
import { SlidingCounts } from "./sliding-counts.ts";

const windowMs = 60_000;
const countsOf = (kinds: number) => new SlidingCounts(Float64Array.from(SlidingCounts.initial(kinds)), windowMs, kinds);

const steps = fc.array(fc.record({ waitMs: fc.nat({ max: 30_000 }), kind: fc.nat({ max: 2 }) }), { maxLength: 80 });

describe("counts over a sliding window", () => {
  it("hold all that is younger than the window, and nothing that is older by more than a twelfth of it", () => {
    fc.assert(
      fc.property(steps, (given) => {
        const counts = countsOf(3);
        const seen: { readonly kind: number; readonly atMs: number }[] = [];
        let nowMs = 1_000_000;
        for (const { waitMs, kind } of given) {
          nowMs += waitMs;
          counts.count(kind, nowMs);
          seen.push({ kind, atMs: nowMs });
          const sums = counts.sums(nowMs);
          for (const each of [0, 1, 2]) {
            const since = (ms: number) => seen.filter((one) => one.kind === each && one.atMs > nowMs - ms).length;
            expect(sums[each]).toBeGreaterThanOrEqual(since(windowMs));
            expect(sums[each]).toBeLessThanOrEqual(since((windowMs * 13) / 12 + 1));
          }
        }
        expect(counts.sums(nowMs + (windowMs * 13) / 12 + 1)).toEqual(new Float64Array(3));
      }),
    );
  });

  it("give the 95th percentile of latencies within a step of the nearest rank", () => {
    const times = fc.array(fc.double({ min: 0.1, max: 600_000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(times, (given) => {
        const counts = countsOf(latencyKinds);
        for (const ms of given) counts.count(latencyKind(ms), 1_000_000);
        const exact = given.toSorted((a, b) => a - b)[Math.ceil(0.95 * given.length) - 1] ?? 0;
        const found = percentile95(counts.sums(1_000_000), 1) ?? 0;
        const step = 2 ** (1 / 8);
        expect(found).toBeLessThanOrEqual(Math.max(1, exact * step * 1.000_001));
        if (exact > 1) expect(found).toBeGreaterThanOrEqual(exact / step / 1.000_001);
      }),
    );
    expect(percentile95(countsOf(latencyKinds).sums(0), 1)).toBeNull();
  });
});
