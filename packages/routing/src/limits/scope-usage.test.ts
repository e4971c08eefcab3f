import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ScopeUsage } from "./scope-usage.ts";
import { UsageLedger } from "./usage-ledger.ts";
import { nothingUsed } from "./usage-reservation.ts";

const usd = 1_000_000_000;
const noon = Date.parse("2026-11-28T12:00:00Z");
const daily = (amountUsd: number) => ({ spend: { amountUsd, period: "day", timeZone: "UTC" } }) as const;

const limited = (limits: Parameters<ScopeUsage["adopt"]>[0]) => {
  const usage = new ScopeUsage();
  usage.adopt(limits);
  return usage;
};

describe("ScopeUsage", () => {
  it("lets 2 be in flight, and another when one has ended", () => {
    const usage = limited({ inFlight: 2 });
    usage.enter(0);
    usage.enter(0);
    expect(usage.refusesRequest(0)).toEqual({ limit: "inFlight", most: 2, retryAfterMs: 1_000 });
    usage.leave();
    expect(usage.refusesRequest(0)).toBeNull();
  });

  it("sets tokens aside, puts in their place what was used, and gives back what was not", () => {
    const usage = limited({ tokensPerMinute: 100 });
    const held = usage.reserve({ tokens: 80, nanoUsd: 0 }, 0);
    expect(usage.refusesUsage({ tokens: 30, nanoUsd: 0 }, 0)).toMatchObject({ limit: "tokensPerMinute", most: 100 });
    held?.reconcile({ tokens: 50, nanoUsd: 0 }, 1_000);
    expect(usage.refusesUsage({ tokens: 50, nanoUsd: 0 }, 1_000)).toBeNull();
    const failed = usage.reserve({ tokens: 50, nanoUsd: 0 }, 1_000);
    failed?.reconcile(nothingUsed, 2_000);
    failed?.reconcile({ tokens: 50, nanoUsd: 0 }, 2_000);
    expect(usage.tokens?.usedAt(2_000)).toBe(50);
  });

  it("spends a day's amount, and says when the next day begins", () => {
    const usage = limited(daily(1));
    usage.reserve({ tokens: 0, nanoUsd: 0.9 * usd }, noon);
    expect(usage.refusesUsage({ tokens: 0, nanoUsd: 0.2 * usd }, noon)).toEqual({
      limit: "spend",
      most: 1,
      retryAfterMs: 12 * 3_600_000,
    });
    expect(usage.refusesUsage({ tokens: 0, nanoUsd: 0.2 * usd }, noon + 12 * 3_600_000)).toBeNull();
    expect(usage.refusesUsage({ tokens: 0, nanoUsd: 2 * usd }, noon)).toMatchObject({ retryAfterMs: null });
  });

  it("counts what a request costs with the period in which it began", () => {
    const usage = limited(daily(1));
    const held = usage.reserve({ tokens: 0, nanoUsd: 0.5 * usd }, noon);
    held?.reconcile({ tokens: 0, nanoUsd: 0.8 * usd }, noon + 13 * 3_600_000);
    expect(usage.spend?.usedAt(noon + 13 * 3_600_000)).toBe(0);
  });

  it("says of several limits that are reached the one that lasts longest", () => {
    const usage = limited({ inFlight: 1, requestsPerMinute: 1, tokensPerMinute: 10, ...daily(1) });
    usage.enter(noon);
    usage.reserve({ tokens: 10, nanoUsd: usd }, noon);
    expect(usage.refusesRequest(noon)).toMatchObject({ limit: "requestsPerMinute", retryAfterMs: 60_250 });
    const retryAfterMs = 12 * 3_600_000;
    expect(usage.refusesUsage({ tokens: 1, nanoUsd: 1 }, noon)).toMatchObject({ limit: "spend", retryAfterMs });
    expect(usage.refusesUsage({ tokens: 11, nanoUsd: 1 }, noon)).toMatchObject({
      limit: "tokensPerMinute",
      retryAfterMs: null,
    });
  });

  it("lets what is not priced in until the last cent is gone", () => {
    const usage = limited(daily(1));
    expect(usage.refusesUsage(nothingUsed, noon)).toBeNull();
    usage.reserve({ tokens: 0, nanoUsd: usd }, noon);
    expect(usage.spentAt(noon)).toBe(true);
    expect(usage.refusesUsage(nothingUsed, noon)).toMatchObject({ limit: "spend" });
  });

  it("keeps what was counted over other limits and back, and corrects nothing that was never taken", () => {
    const usage = new ScopeUsage();
    const unlimited = usage.reserve({ tokens: 10, nanoUsd: 10 }, noon);
    expect(unlimited).toBeNull();
    usage.adopt({ ...daily(1), tokensPerMinute: 100 });
    const held = usage.reserve({ tokens: 40, nanoUsd: 0.4 * usd }, noon);
    usage.adopt({});
    held?.reconcile({ tokens: 30, nanoUsd: 0.3 * usd }, noon);
    usage.adopt({ ...daily(1), tokensPerMinute: 100 });
    expect([usage.tokens?.usedAt(noon), usage.spend?.usedAt(noon)]).toEqual([30, 0.3 * usd]);
  });

  it("goes on after a restart from what was counted before it", () => {
    const limits = { ...daily(5), requestsPerMinute: 10, tokensPerMinute: 100 };
    const before = new UsageLedger();
    before.scope("key|e|k").adopt(limits);
    before.scope("key|e|k").enter(noon);
    before.scope("key|e|k").reserve({ tokens: 60, nanoUsd: 2 * usd }, noon);
    const after = new UsageLedger();
    after.import(JSON.parse(JSON.stringify(before.export(noon + 1_000))), noon + 2_000);
    const usage = after.scope("key|e|k");
    usage.adopt(limits);
    const atMs = noon + 2_000;
    expect([usage.requests?.usedAt(atMs), usage.tokens?.usedAt(atMs), usage.spend?.usedAt(atMs)]).toEqual([
      1,
      60,
      2 * usd,
    ]);
    expect(usage.inFlight).toBe(0);
    const tomorrow = new UsageLedger();
    tomorrow.import(before.export(noon), noon + 86_400_000);
    tomorrow.scope("key|e|k").adopt(limits);
    expect(tomorrow.scope("key|e|k").spend?.usedAt(noon + 86_400_000)).toBe(0);
  });

  it("holds, for any requests that come, end, fail and cost more than thought, what began to its limits", () => {
    const step = fc.record({
      gapMs: fc.integer({ min: 0, max: 10_000 }),
      tokens: fc.integer({ min: 0, max: 60 }),
      usedShare: fc.constantFrom(0, 0.5, 1),
      ends: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const usage = limited({ requestsPerMinute: 6, tokensPerMinute: 100, inFlight: 3, ...daily(100) });
        const running: { end: () => void }[] = [];
        const counted: { atMs: number; tokens: number }[] = [];
        let spent = 0;
        let nowMs = noon;
        for (const { gapMs, tokens, usedShare, ends } of steps) {
          nowMs += gapMs;
          if (ends) running.shift()?.end();
          const amount = { tokens, nanoUsd: tokens * usd };
          if (usage.refusesRequest(nowMs) || usage.refusesUsage(amount, nowMs)) continue;
          usage.enter(nowMs);
          const held = usage.reserve(amount, nowMs);
          const entry = { atMs: nowMs, tokens };
          counted.push(entry);
          spent += tokens;
          const used = Math.round(tokens * usedShare);
          running.push({
            end: () => {
              usage.leave();
              held?.reconcile({ tokens: used, nanoUsd: used * usd }, nowMs);
              spent += used - tokens;
              entry.tokens = used;
            },
          });
          const minute = counted.filter(({ atMs }) => atMs > nowMs - 60_000);
          expect(minute.length).toBeLessThanOrEqual(6);
          expect(minute.reduce((sum, each) => sum + each.tokens, 0)).toBeLessThanOrEqual(100);
          expect(spent).toBeLessThanOrEqual(100);
          expect(usage.inFlight).toBeLessThanOrEqual(3);
        }
        for (const { end } of running) end();
        expect(usage.inFlight).toBe(0);
        expect(usage.spend?.usedAt(nowMs)).toBeCloseTo(spent * usd, -3);
      }),
    );
  });
});
