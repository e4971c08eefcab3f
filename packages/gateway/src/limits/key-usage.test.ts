import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyUsage } from "./key-usage.ts";

describe("KeyUsage", () => {
  it("lets 2 requests begin in any 60 s, and says to the millisecond when the next may", () => {
    const usage = new KeyUsage();
    const limits = { requestsPerMinute: 2 };
    expect(usage.begin(limits, 1_000)).toBeNull();
    expect(usage.begin(limits, 31_000)).toBeNull();
    expect(usage.begin(limits, 41_000)).toEqual({ limit: "requestsPerMinute", most: 2, retryAfterMs: 20_000 });
    expect(usage.begin(limits, 60_999)).toMatchObject({ retryAfterMs: 1 });
    expect(usage.begin(limits, 61_000)).toBeNull();
    expect(usage.begin(limits, 61_000)).toMatchObject({ retryAfterMs: 30_000 });
  });

  it("lets 2 be in flight, and another when one has ended", () => {
    const usage = new KeyUsage();
    const limits = { inFlight: 2 };
    expect([usage.begin(limits, 0), usage.begin(limits, 0)]).toEqual([null, null]);
    expect(usage.begin(limits, 0)).toEqual({ limit: "inFlight", most: 2, retryAfterMs: 1_000 });
    usage.end();
    expect(usage.begin(limits, 0)).toBeNull();
  });

  it("does not count against the minute what was in flight too often", () => {
    const usage = new KeyUsage();
    const limits = { inFlight: 1, requestsPerMinute: 2 };
    usage.begin(limits, 0);
    for (let n = 0; n < 10; n += 1) expect(usage.begin(limits, n)).toMatchObject({ limit: "inFlight" });
    usage.end();
    expect(usage.begin(limits, 10)).toBeNull();
  });

  it("remembers what began when the limit is changed", () => {
    const usage = new KeyUsage();
    for (const atMs of [0, 10, 20]) usage.begin({ requestsPerMinute: 3 }, atMs);
    expect(usage.begin({ requestsPerMinute: 2 }, 30)).toMatchObject({ retryAfterMs: 59_980 });
    expect(usage.begin({ requestsPerMinute: 4 }, 30)).toBeNull();
    expect(usage.begin({ requestsPerMinute: 4 }, 30)).toBeNull();
    expect(usage.begin({ requestsPerMinute: 4 }, 30)).toMatchObject({ limit: "requestsPerMinute" });
  });

  it("never lets more begin in any 60 s than the limit, however they come", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.integer({ min: 0, max: 20_000 })), (most, gaps) => {
        const usage = new KeyUsage();
        const begun: number[] = [];
        let nowMs = 0;
        for (const gap of gaps) {
          nowMs += gap;
          const reached = usage.begin({ requestsPerMinute: most }, nowMs);
          const recent = begun.filter((atMs) => atMs > nowMs - 60_000).length;
          expect(reached === null).toBe(recent < most);
          if (reached === null) begun.push(nowMs);
        }
      }),
    );
  });
});
