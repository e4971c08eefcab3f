import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

const limited = (tokensPerMinute: number) =>
  new RouteBench(tableOf([upstreamOf("a", { limits: { tokensPerMinute } })]));

describe("tokens a minute of an upstream", () => {
  test("count a prompt until a minute after it was sent, and its reply until a minute after that has ended", () => {
    const bench = limited(1_000);
    const usedAt = (ms: number) => bench.state.upstreamUsage(0).tokens?.usedAt(1_000_000 + ms);
    const ticket = bench.state.begin(0, 100, bench.nowMs, { inputTokens: 60 });
    expect(usedAt(0)).toBe(100);
    bench.nowMs += 20_000;
    bench.end(ticket, completed(200, 60, 30));
    expect([20_000, 60_000, 60_250, 80_000, 80_250].map(usedAt)).toEqual([90, 90, 30, 30, 0]);
  });

  test("never exceed the limit in any 60 s, whether the provider counts a reply with its prompt or when it has ended", () => {
    const step = fc.record({
      gapMs: fc.integer({ min: 0, max: 3_000 }),
      inputTokens: fc.integer({ min: 1, max: 30 }),
      // The bench's requests are expected to have 30.
      outputTokens: fc.integer({ min: 0, max: 30 }),
      forMs: fc.integer({ min: 0, max: 60_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 80, size: "max" }), (steps) => {
        const bench = limited(200);
        const running: { endsAtMs: number; end: () => void }[] = [];
        const early: { atMs: number; tokens: number }[] = [];
        const late: typeof early = [];
        const within = (counted: typeof early) =>
          counted.reduce((sum, { atMs, tokens }) => sum + (atMs > bench.nowMs - 60_000 ? tokens : 0), 0);
        const endUntil = (ms: number) => {
          running.sort((one, other) => one.endsAtMs - other.endsAtMs);
          for (let next = running[0]; next && next.endsAtMs <= ms; next = running[0]) {
            bench.nowMs = next.endsAtMs;
            next.end();
            running.shift();
            expect([within(early), within(late)].every((tokens) => tokens <= 200)).toBe(true);
          }
          bench.nowMs = ms;
        };
        for (const { gapMs, inputTokens, outputTokens, forMs } of steps) {
          endUntil(bench.nowMs + gapMs);
          if (!bench.state.hasRoom(0, { inputTokens, outputTokens: 30 }, bench.nowMs, bench.table)) continue;
          const ticket = bench.state.begin(0, inputTokens + 30, bench.nowMs, { inputTokens });
          early.push({ atMs: bench.nowMs, tokens: inputTokens + outputTokens });
          late.push({ atMs: bench.nowMs, tokens: inputTokens });
          const end = () => {
            bench.end(ticket, completed(0, inputTokens, outputTokens));
            late.push({ atMs: bench.nowMs, tokens: outputTokens });
          };
          running.push({ endsAtMs: bench.nowMs + forMs, end });
          expect([within(early), within(late)].every((tokens) => tokens <= 200)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
