import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

function benchOf(weights: readonly number[], kind: "weighted" | "round_robin" = "weighted"): RouteBench {
  const upstreams = weights.map((_, index) => upstreamOf(`u${index}`));
  const targets = weights.map((weight, index) => targetOf(index, weight));
  return new RouteBench(tableOf(upstreams, { targets, policy: { kind } }));
}

const turnsOf = (bench: RouteBench, count: number): string[] => Array.from({ length: count }, () => bench.first());
const countsOf = (turns: readonly string[], names: number): number[] =>
  Array.from({ length: names }, (_, index) => turns.filter((name) => name === `u${index}`).length);

describe("weighted", () => {
  test("gives 5, 1, 1 as nginx does: a a b a c a a", () => {
    expect(turnsOf(benchOf([5, 1, 1]), 7)).toEqual(["u0", "u0", "u1", "u0", "u2", "u0", "u0"]);
  });

  test("gives exactly 900 and 100 of 1,000 requests at 90 and 10", () => {
    expect(countsOf(turnsOf(benchOf([90, 10]), 1_000), 2)).toEqual([900, 100]);
  });

  test("gives exact shares in every window as long as the sum of the weights", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.nat({ max: 40 }), (given, offset) => {
        const bench = benchOf(given);
        const sum = given.reduce((a, b) => a + b, 0);
        const turns = turnsOf(bench, offset + sum);
        expect(countsOf(turns.slice(offset), given.length)).toEqual(given);
      }),
    );
  });

  test("keeps the shares of the others while one is away: 3 and 1 of 4 turns without the third", () => {
    const bench = benchOf([3, 1, 4]);
    bench.overrides = [{ id: "1", kind: "drain", upstream: "u2", reason: "test", expiresAtMs: bench.nowMs + 1_000 }];
    expect(countsOf(turnsOf(bench, 400), 3)).toEqual([300, 100, 0]);
  });

  test("draws fallback tiers by weight, so that not all failures fall on one: 3 to 1 within 5 % of 4,000", () => {
    const upstreams = ["a", "b", "c"].map((name) => upstreamOf(name));
    const targets = [targetOf(0), targetOf(1, 3, 2), targetOf(2, 1, 2)];
    const bench = new RouteBench(tableOf(upstreams, { targets }));
    const seconds = Array.from({ length: 4_000 }, () => bench.plan().candidates[1]?.name);
    expect(seconds.filter((name) => name === "b").length / 3_000).toBeCloseTo(1, 1);
  });

  test("says its weight", () => {
    expect(
      benchOf([90, 10])
        .plan()
        .candidates.map(({ why }) => why),
    ).toEqual(["weight 90 of 100", "weight 10 of 100"]);
  });

  test("goes on where it was after a config change", () => {
    const bench = benchOf([2, 1]);
    const turns = Array.from({ length: 6 }, () => {
      bench.adopt({ ...bench.table });
      return bench.first();
    });
    expect(turns).toEqual(["u0", "u1", "u0", "u0", "u1", "u0"]);
  });
});

describe("round robin", () => {
  test("gives each a third of the turns, whatever the weights", () => {
    expect(turnsOf(benchOf([9, 1, 5], "round_robin"), 6)).toEqual(["u0", "u1", "u2", "u0", "u1", "u2"]);
  });
});
