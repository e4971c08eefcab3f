import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UpstreamHealth as HealthView } from "../live-view.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

/** Breakers that never open by themselves, so that only ejection is seen. */
const circuitBreaker = { errorRate: 2, windowMs: 30_000, minRequests: 20, consecutiveFailures: 1_000, openForMs: 1 };
const outlierEjection = { maxEjectionShare: 0.5, baseEjectionMs: 30_000 };

function benchOf(count: number, maxEjectionShare = 0.5): RouteBench {
  const upstreams = Array.from({ length: count }, (_, index) => upstreamOf(`u${index}`, { circuitBreaker }));
  const bench = new RouteBench(tableOf(upstreams, { outlierEjection: { ...outlierEjection, maxEjectionShare } }));
  return bench;
}

const ejectedForMs = (bench: RouteBench, name: string): number => {
  const { ejectedUntilMs }: HealthView = bench.view(name).health;
  return ejectedUntilMs === 0 ? 0 : ejectedUntilMs - bench.nowMs;
};

describe("an outlier", () => {
  test("is ejected on its 5th failure in a row, for 30 to 33 s", () => {
    const bench = benchOf(3);
    bench.attempt("u0", failed("status"), 4);
    expect(ejectedForMs(bench, "u0")).toBe(0);
    bench.attempt("u0", failed("status"));
    expect(ejectedForMs(bench, "u0")).toBeGreaterThanOrEqual(30_000);
    expect(ejectedForMs(bench, "u0")).toBeLessThanOrEqual(33_000);
    expect(bench.plan().skipped).toMatchObject([{ name: "u0", reason: "ejected" }]);
  });

  test("is ejected when 8 of 20 failed and 1 of 40 of its peers, not when 3 did, as by chance, nor when 8 of 40 peers' did", () => {
    /** Never two failures in a row. */
    const mixed = (bench: RouteBench, name: string, failures: number, requests: number) => {
      bench.attempt(name, completed(), requests - 2 * failures);
      for (let count = 0; count < failures; count++) {
        bench.attempt(name);
        bench.attempt(name, failed("status"));
      }
    };
    const ejectedWith = (failures: number, ofPeers: number) => {
      const bench = benchOf(3);
      mixed(bench, "u1", ofPeers, 40);
      mixed(bench, "u0", failures, 20);
      return ejectedForMs(bench, "u0") > 0;
    };
    expect([ejectedWith(8, 1), ejectedWith(3, 1), ejectedWith(8, 8)]).toEqual([true, false, false]);
  });

  test("at 1 of 100 failed everywhere, however they fall, is taken for one less than once in 1,000 looks", () => {
    const bench = benchOf(4);
    let looks = 0;
    let ejections = 0;
    for (let request = 0; request < 200_000; request++) {
      const name = `u${Math.floor(bench.random() * 4)}`;
      bench.nowMs += 350;
      const fails = bench.random() < 0.01;
      const before = ejectedForMs(bench, name);
      bench.attempt(name, fails ? failed("status") : completed());
      if (!fails) continue;
      looks++;
      if (before === 0 && ejectedForMs(bench, name) > 0) ejections++;
    }
    expect(looks).toBeGreaterThan(1_500);
    expect(ejections).toBeLessThan(looks / 1_000);
  });

  test("comes back through one request at a time, and is trusted after one success", () => {
    const bench = benchOf(3);
    bench.attempt("u0", failed("status"), 5);
    bench.nowMs += 33_000;
    expect(bench.plan().skipped).toEqual([]);
    const probe = bench.begin("u0");
    expect(bench.plan().skipped).toMatchObject([
      { name: "u0", reason: "ejected", why: "ejected as an outlier, one request is finding out" },
    ]);
    bench.end(probe, completed());
    expect(bench.plan().skipped).toEqual([]);
    bench.attempt("u0", failed("status"), 4);
    expect(ejectedForMs(bench, "u0")).toBe(0);
  });

  test("is ejected for 30, 60, 90 … s with each failed probe, 300 s at most", () => {
    const bench = benchOf(3);
    bench.attempt("u0", failed("status"), 5);
    const lengths = Array.from({ length: 12 }, () => {
      const lengthMs = ejectedForMs(bench, "u0");
      bench.nowMs += lengthMs;
      bench.attempt("u0", failed("status"));
      return lengthMs;
    });
    lengths.forEach((lengthMs, repeat) => {
      const plainMs = Math.min(300_000, 30_000 * (repeat + 1));
      expect(lengthMs).toBeGreaterThanOrEqual(plainMs);
      expect(lengthMs).toBeLessThanOrEqual(plainMs * 1.1);
    });
  });

  test("has one repeat forgiven for each 60 s after its return", () => {
    const ejectAgainAfter = (waitMs: number): number => {
      const bench = benchOf(3);
      bench.attempt("u0", failed("status"), 5);
      for (let repeat = 0; repeat < 2; repeat++) {
        bench.nowMs += ejectedForMs(bench, "u0");
        bench.attempt("u0", failed("status"));
      }
      bench.nowMs += ejectedForMs(bench, "u0");
      bench.attempt("u0");
      bench.nowMs += waitMs;
      bench.attempt("u0", failed("status"), 5);
      return Math.floor(ejectedForMs(bench, "u0") / 30_000);
    };
    expect([0, 59_999, 60_000, 120_000, 180_000, 999_999].map(ejectAgainAfter)).toEqual([4, 4, 3, 2, 1, 1]);
  });
});

describe("ejection", () => {
  test.each([
    [2, 0.1, 1],
    [3, 0.5, 1],
    [4, 0.5, 2],
    [10, 0.3, 3],
    [4, 1, 4],
  ])("of %d targets at a share of %d takes out %d when all fail", (count, share, most) => {
    const bench = benchOf(count, share);
    for (let index = 0; index < count; index++) bench.attempt(`u${index}`, failed("status"), 6);
    expect(bench.state.views(bench.nowMs).filter(({ health }) => health.ejectedUntilMs > 0).length).toBe(most);
  });

  test("leaves the only target of a route alone", () => {
    const bench = benchOf(1);
    bench.attempt("u0", failed("status"), 50);
    expect(ejectedForMs(bench, "u0")).toBe(0);
  });

  test("holds in the routes that ask for it, and in no other", () => {
    const bench = benchOf(3);
    const [route] = bench.table.routes;
    if (!route) throw new Error("the table has a route");
    const plain = { ...route, name: "plain", match: { ...route.match, models: ["plain"] }, outlierEjection: null };
    bench.adopt({ ...bench.table, routes: [route, plain] });
    bench.attempt("u0", failed("status"), 5);
    expect(bench.plan({ model: "chat" }).skipped).toHaveLength(1);
    expect(bench.plan({ model: "plain" }).skipped).toEqual([]);
  });

  test("survives a config change that keeps the route", () => {
    const bench = benchOf(3);
    bench.attempt("u0", failed("status"), 5);
    bench.adopt({ ...bench.table, routes: [...bench.table.routes] });
    expect(bench.plan().skipped).toMatchObject([{ name: "u0", reason: "ejected" }]);
  });

  test("never exceeds its share of 40 % of 5 targets, whatever fails and when", () => {
    const step = fc.record({
      target: fc.nat({ max: 4 }),
      fails: fc.boolean(),
      times: fc.integer({ min: 1, max: 6 }),
      waitMs: fc.oneof(fc.constant(0), fc.nat({ max: 70_000 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const bench = benchOf(5, 0.4);
        for (const { target, fails, times, waitMs } of steps) {
          bench.nowMs += waitMs;
          bench.attempt(`u${target}`, fails ? failed("status") : completed(), times);
          const ejected = bench.state.views(bench.nowMs).filter(({ health }) => health.ejectedUntilMs > 0);
          expect(ejected.length).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
