import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CountedLimit } from "../policy-options.ts";
import type { Upstream } from "../routing-table.ts";
import { completed } from "../testing/outcomes.ts";
import { policyOf } from "../testing/policies.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

function benchOf(upstreams: Readonly<Record<string, Partial<Upstream>>>, limits?: readonly CountedLimit[]): RouteBench {
  const all = Object.entries(upstreams).map(([name, more]) => upstreamOf(name, more));
  const policy = limits ? ({ kind: "usage", limits } as const) : policyOf("usage");
  return new RouteBench(tableOf(all, { policy }));
}

const words = (bench: RouteBench): readonly string[] =>
  bench.plan().candidates.map(({ name, why }) => `${name}: ${why}`);

describe("usage", () => {
  test("puts the larger share left first, this request counted in, and says of which limit", () => {
    const bench = benchOf({
      small: { limits: { requestsPerMinute: 10 } },
      large: { limits: { requestsPerMinute: 100 } },
    });
    bench.attempt("large", completed(), 5);
    expect(words(bench)).toEqual([
      "large: 94 % of its requests a minute left, most of 2",
      "small: 90 % of its requests a minute left",
    ]);
  });

  test("goes by the limit that has the least left: 40 % of tokens before 90 % of requests", () => {
    const bench = benchOf({
      tokens: { limits: { requestsPerMinute: 10, tokensPerMinute: 1_000 } },
      requests: { limits: { requestsPerMinute: 2 } },
    });
    expect(words(bench)[0]).toBe("tokens: 64.4 % of its tokens a minute left, most of 2");
  });

  test("counts places in flight and spend: $0.001 of $0.01 a day leaves 90 %", () => {
    const price = {
      inputPerMillionTokens: 10,
      cachedInputPerMillionTokens: 10,
      cacheWritePerMillionTokens: 0,
      outputPerMillionTokens: 0,
    };
    const spend = { amountUsd: 0.01, period: "day", timeZone: "UTC" } as const;
    const bench = benchOf({ paid: { price, limits: { spend } }, own: { maxInFlight: 4 } });
    expect(words(bench)).toEqual([
      "paid: 90 % of its spend limit left, most of 2",
      "own: 75 % of its places in flight left",
    ]);
    bench.begin("own");
    expect(words(bench)[1]).toBe("own: 50 % of its places in flight left");
  });

  test("takes one without limits to have all left; of several the least busy for its weight serves", () => {
    const bench = benchOf({ limited: { limits: { requestsPerMinute: 1_000 } }, free: {}, busy: {} });
    bench.begin("busy", 500);
    expect(words(bench)).toEqual([
      "free: no limit of its own, most of 3",
      "busy: no limit of its own",
      "limited: 99.9 % of its requests a minute left",
    ]);
  });

  test("looks at nothing but the limits that it was told of", () => {
    const upstreams = { a: { limits: { requestsPerMinute: 2 } }, b: { maxInFlight: 3 } };
    expect(benchOf(upstreams, ["requests_per_minute"]).first()).toBe("b");
    expect(benchOf(upstreams, ["max_in_flight"]).first()).toBe("a");
  });

  test("uses up unequal limits alike: none is refused before all are used up, whatever their sizes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }), (limits) => {
        const bench = benchOf(
          Object.fromEntries(limits.map((most, index) => [`u${index}`, { limits: { requestsPerMinute: most } }])),
        );
        const room = limits.reduce((sum, most) => sum + most, 0);
        for (let count = 0; count < room; count++) {
          const used = limits.map((_, index) => bench.state.upstreamUsage(index).requests?.usedAt(bench.nowMs) ?? 0);
          const fullest = Math.max(...used.map((count, index) => count / limits[index]!));
          const withOneMore = Math.min(...used.map((count, index) => (count + 1) / limits[index]!));
          expect(fullest).toBeLessThanOrEqual(withOneMore);
          bench.attempt(bench.first());
        }
        expect(bench.ask().kind).toBe("none");
      }),
      { numRuns: 100 },
    );
  });
});
