import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Objectives } from "../policy-options.ts";
import type { Price } from "../routing-table.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";
import { planInWords } from "../words/plan-words.ts";

const priceOf = (usd: number): Price => ({
  inputPerMillionTokens: usd,
  cachedInputPerMillionTokens: usd,
  cacheWritePerMillionTokens: 0,
  outputPerMillionTokens: usd,
});

function benchOf(prices: Readonly<Record<string, number | null>>, objectives?: Partial<Objectives>): RouteBench {
  const upstreams = Object.entries(prices).map(([name, usd]) =>
    upstreamOf(name, { price: usd === null ? null : priceOf(usd) }),
  );
  const promised = objectives && { objectives: { firstTokenP95Ms: null, responseP95Ms: null, ...objectives } };
  return new RouteBench(tableOf(upstreams, { policy: { kind: "cost", alike: 0.01 }, ...promised }));
}

/** One request after the other, each answered at once with its upstream's TTFT. */
function run(bench: RouteBench, count: number, firstTokenMs: Readonly<Record<string, number>>): string[] {
  return Array.from({ length: count }, () => {
    bench.nowMs += 100;
    const name = bench.first();
    bench.attempt(name, completed(firstTokenMs[name]));
    return name;
  });
}

const shareOf = (turns: readonly string[], name: string): number =>
  turns.filter((turn) => turn === name).length / turns.length;

describe("cost", () => {
  test("puts the cheapest first and says what the request is expected to cost; an unknown price comes last", () => {
    const bench = benchOf({ dear: 10, unknown: null, cheap: 1 });
    const plan = bench.plan({ maxOutputTokens: 100 });
    expect(plan.candidates.map(({ name, why }) => `${name}: ${why}`)).toEqual([
      "cheap: $0.00020 expected, least of 3",
      "dear: $0.0020 expected",
      "unknown: its price is unknown, so it comes after the others",
    ]);
  });

  test("weighs input against output: 10,000 in and 10 out are cheaper where input is", () => {
    const upstreams = [
      upstreamOf("in", { price: { ...priceOf(1), outputPerMillionTokens: 100 } }),
      upstreamOf("out", { price: { ...priceOf(2), outputPerMillionTokens: 2 } }),
    ];
    const bench = new RouteBench(tableOf(upstreams, { policy: { kind: "cost", alike: 0.01 } }));
    expect(bench.first({ inputTokens: 10_000, maxOutputTokens: 10 })).toBe("in");
    expect(bench.first({ inputTokens: 10, maxOutputTokens: 200 })).toBe("out");
  });

  test("sends what costs alike, within 1 %, to the least busy", () => {
    const bench = benchOf({ a: 1, b: 1.009, c: 1.02 });
    bench.begin("a");
    expect(bench.plan().candidates.map(({ name }) => name)).toEqual(["b", "a", "c"]);
  });

  test("leaves a cheaper one that misses the objective of 800 ms, and says by how much", () => {
    const bench = benchOf({ cheap: 1, dear: 10 }, { firstTokenP95Ms: 800 });
    run(bench, 200, { cheap: 2_000, dear: 300 });
    expect(shareOf(run(bench, 500, { cheap: 2_000, dear: 300 }), "dear")).toBeGreaterThan(0.95);
    const { candidates } = bench.plan();
    expect(candidates.map(({ name }) => name)).toEqual(["dear", "cheap"]);
    expect(candidates[1]?.why).toMatch(/expected, but \d+ ms too slow for the route's objective$/);
  });

  test("comes back to it within 2 minutes after it became fast", () => {
    const bench = benchOf({ cheap: 1, dear: 10 }, { firstTokenP95Ms: 800 });
    run(bench, 300, { cheap: 2_000, dear: 300 });
    run(bench, 1_200, { cheap: 200, dear: 300 });
    expect(shareOf(run(bench, 100, { cheap: 200, dear: 300 }), "cheap")).toBe(1);
  });

  test("spills over to the dearer one while long prompts wait at the cheaper one", () => {
    const bench = benchOf({ cheap: 1, dear: 10 }, { firstTokenP95Ms: 800 });
    for (let count = 0; count < 50; count++) bench.attempt("cheap", completed(200, 100 + count * 40));
    expect(bench.first()).toBe("cheap");
    bench.begin("cheap", 50_000);
    expect(bench.first()).toBe("dear");
  });

  test("holds replies that are not streamed to `response_p95` alone", () => {
    const bench = benchOf({ cheap: 1, dear: 10 }, { firstTokenP95Ms: 1, responseP95Ms: 3_000 });
    const whole = (durationMs: number) =>
      ({
        kind: "completed",
        status: 200,
        stream: false,
        firstTokenMs: null,
        durationMs,
        inputTokens: 100,
        outputTokens: 50,
      }) as const;
    bench.attempt("dear", whole(1_000), 20);
    bench.attempt("cheap", whole(9_000), 20);
    expect(bench.first({ stream: false, maxOutputTokens: 50 })).toBe("dear");
  });

  /** Of each 100 requests there so many fail, never two in a row; those are tried at the other one. */
  function failing(bench: RouteBench, count: number, gapMs: number, ofHundred: Readonly<Record<string, number>>) {
    const sent: Record<string, number> = {};
    return Array.from({ length: count }, () => {
      bench.nowMs += gapMs;
      const name = bench.first();
      const nth = (sent[name] = (sent[name] ?? 0) + 1);
      const every = Math.round(100 / (ofHundred[name] ?? 0));
      bench.attempt(name, nth % every === 0 ? failed("status") : completed());
      return name;
    });
  }

  test("leaves a cheaper one that fails 2 of 100 where 1 of 1,000 may, not for one failure, and says how many failed", () => {
    const bench = benchOf({ cheap: 1, dear: 10 }, { successRate: 0.999 });
    bench.attempt("cheap", failed("status"));
    expect(bench.first()).toBe("cheap");
    failing(bench, 1_000, 200, { cheap: 2 });
    expect(shareOf(failing(bench, 2_000, 200, { cheap: 2 }), "cheap")).toBeLessThan(0.03);
    const { candidates } = bench.plan();
    expect(candidates.map(({ name }) => name)).toEqual(["dear", "cheap"]);
    expect(candidates[1]?.why).toMatch(
      /^\$0\.\d+ expected, but failed \d\.\d % of about \d+ requests of the last minutes; the objective allows 0\.1 %$/,
    );
  });

  test("stays with it where as many failures are allowed, and where nothing is promised", () => {
    for (const promised of [{ successRate: 0.95 }, { firstTokenP95Ms: 800 }, undefined]) {
      const bench = benchOf({ cheap: 1, dear: 10 }, promised);
      expect(shareOf(failing(bench, 2_000, 200, { cheap: 2 }), "cheap")).toBe(1);
    }
  });

  test("comes back within 50 minutes after it no longer failed 2 of 100, all at once; nobody having asked meanwhile, within 60", () => {
    const comesBack = (requestsMeanwhile: number) => {
      const bench = benchOf({ cheap: 1, dear: 10 }, { successRate: 0.999 });
      failing(bench, 3_000, 200, { cheap: 2 });
      expect(bench.first()).toBe("dear");
      const fromMs = bench.nowMs;
      failing(bench, requestsMeanwhile, 200, {});
      if (requestsMeanwhile === 0) bench.nowMs += 60 * 60_000;
      expect(bench.first()).toBe("cheap");
      return bench.nowMs - fromMs;
    };
    comesBack(50 * 300);
    comesBack(0);
  });

  test("comes back after 20 at most that were tried there, within 5 minutes, when an outage of nearly all requests is over", () => {
    const bench = benchOf({ cheap: 1, dear: 10 }, { successRate: 0.99 });
    bench.attempt("cheap", failed("status"), 4);
    bench.attempt("cheap");
    bench.attempt("cheap", failed("status"), 4);
    expect(bench.first()).toBe("dear");
    const turns = failing(bench, 5_000, 200, {});
    const back = turns.indexOf("cheap", turns.lastIndexOf("dear"));
    expect(turns.slice(0, back).filter((name) => name === "cheap").length).toBeLessThan(20);
    expect(back * 200).toBeLessThan(5 * 60_000);
  });

  test("where all miss an objective, the slow come before those that fail, the fastest first, then the fewest failures", () => {
    const bench = benchOf({ fails: 1, failsMore: 2, slower: 3, slow: 4 }, { firstTokenP95Ms: 800, successRate: 0.999 });
    const withFailures = (name: string, failures: number) => {
      for (let at = 0; at < 200; at++)
        bench.attempt(name, at % (200 / failures) === 0 ? failed("status") : completed(3_000));
    };
    withFailures("fails", 4);
    withFailures("failsMore", 10);
    bench.attempt("slower", completed(5_000), 20);
    bench.attempt("slow", completed(2_000), 20);
    const { candidates } = bench.plan();
    expect(candidates.map(({ name }) => name)).toEqual(["slow", "slower", "fails", "failsMore"]);
    expect(planInWords(bench.plan()).candidates.map(({ score }) => score)).toEqual([
      "too slow",
      "too slow",
      "fails too often",
      "fails too often",
    ]);
  });

  test("never puts a dearer one before a cheaper one without an objective, whatever the speeds and loads", () => {
    const member = fc.record({
      usd: fc.option(fc.integer({ min: 0, max: 40 })),
      inFlight: fc.nat(20),
      ttft: fc.nat(5_000),
    });
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 6 }), (members) => {
        const bench = benchOf(Object.fromEntries(members.map(({ usd }, index) => [`u${index}`, usd])));
        members.forEach(({ inFlight, ttft }, index) => {
          bench.attempt(`u${index}`, completed(ttft));
          for (let count = 0; count < inFlight; count++) bench.begin(`u${index}`);
        });
        const order = bench.plan().candidates.map(({ upstream }) => members[upstream]?.usd ?? Infinity);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });
});
