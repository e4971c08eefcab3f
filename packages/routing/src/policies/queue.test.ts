import { describe, expect, test } from "vitest";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

function benchOf(weights: readonly number[]): RouteBench {
  const upstreams = weights.map((_, index) => upstreamOf(`u${index}`));
  const targets = weights.map((weight, index) => targetOf(index, weight));
  return new RouteBench(tableOf(upstreams, { targets, policy: { kind: "queue" } }));
}

describe("queue", () => {
  test("puts fewer tokens before fewer requests: 3 requests of 100 tokens before 1 of 1,000", () => {
    const bench = benchOf([1, 1]);
    for (let count = 0; count < 3; count++) bench.begin("u0", 100);
    bench.begin("u1", 1_000);
    expect(bench.plan().candidates.map(({ name, why }) => [name, why])).toEqual([
      ["u0", "300 tokens outstanding in 3 in flight, fewest of 2"],
      ["u1", "1000 tokens outstanding in 1 in flight"],
    ]);
  });

  test("puts fewer requests first where the tokens are equal", () => {
    const bench = benchOf([1, 1]);
    for (let count = 0; count < 2; count++) bench.begin("u0", 50);
    bench.begin("u1", 100);
    for (let turn = 0; turn < 20; turn++) expect(bench.first()).toBe("u1");
  });

  test("draws among idle ones: each of 4 gets 25 % ± 4 % of 2,000 requests", () => {
    const bench = benchOf([1, 1, 1, 1]);
    const turns = Array.from({ length: 2_000 }, () => bench.first());
    for (const name of ["u0", "u1", "u2", "u3"]) {
      const share = turns.filter((turn) => turn === name).length / 2_000;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.04);
    }
  });

  test("lets a weight of 3 carry three times as many: 30 and 10 of 40 equal requests", () => {
    const bench = benchOf([3, 1]);
    for (let count = 0; count < 40; count++) bench.begin(bench.first({ maxOutputTokens: 100 }), 200);
    expect([bench.view("u0").inFlight, bench.view("u1").inFlight]).toEqual([30, 10]);
  });
});
