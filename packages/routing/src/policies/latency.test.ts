import { describe, expect, test } from "vitest";
import { completed, failed, rejected } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

function benchOf(count: number): RouteBench {
  const upstreams = Array.from({ length: count }, (_, index) => upstreamOf(`u${index}`));
  return new RouteBench(tableOf(upstreams, { policy: { kind: "latency" } }));
}

const shareOf = (turns: readonly string[], name: string): number =>
  turns.filter((turn) => turn === name).length / turns.length;

/** One request after the other, 10 a second, each answered at once with its upstream's TTFT. */
function run(bench: RouteBench, count: number, firstTokenMs: Readonly<Record<string, number>>): string[] {
  return Array.from({ length: count }, () => {
    bench.nowMs += 100;
    const name = bench.first();
    bench.attempt(name, completed(firstTokenMs[name]));
    return name;
  });
}

describe("latency", () => {
  test("tries each of 4 unmeasured upstreams once within the first 4 requests", () => {
    const bench = benchOf(4);
    const names = Array.from({ length: 4 }, () => {
      const name = bench.first();
      bench.begin(name);
      return name;
    });
    expect(new Set(names).size).toBe(4);
  });

  test("sends at least 95 % of 1,000 requests to the fastest of three", () => {
    const turns = run(benchOf(3), 1_000, { u0: 900, u1: 200, u2: 600 });
    expect(shareOf(turns, "u1")).toBeGreaterThan(0.95);
  });

  test("leaves an upstream that becomes 5 times as slow at once, and comes back within 60 s of its recovery", () => {
    const bench = benchOf(2);
    run(bench, 300, { u0: 200, u1: 400 });
    const slow = run(bench, 600, { u0: 2_000, u1: 400 });
    expect(shareOf(slow, "u0")).toBeLessThan(0.05);
    run(bench, 600, { u0: 200, u1: 400 });
    expect(shareOf(run(bench, 200, { u0: 200, u1: 400 }), "u0")).toBeGreaterThan(0.9);
  });

  test("shows every upstream a request at least each 60 s at 10 a second, at a cost of at most 5 % of them", () => {
    const bench = benchOf(3);
    run(bench, 100, { u0: 200, u1: 3_000, u2: 3_000 });
    const turns = run(bench, 600, { u0: 200, u1: 3_000, u2: 3_000 });
    expect(turns).toContain("u1");
    expect(turns).toContain("u2");
    expect(shareOf(turns, "u0")).toBeGreaterThan(0.95);
  });

  test("spreads a burst of 64: no more than two thirds wait at the faster of two", () => {
    const bench = benchOf(2);
    run(bench, 200, { u0: 200, u1: 400 });
    for (let count = 0; count < 64; count++) bench.begin(bench.first());
    expect(bench.view("u0").inFlight).toBeGreaterThan(32);
    expect(bench.view("u0").inFlight).toBeLessThanOrEqual(43);
  });

  test("goes elsewhere while a prompt of 50,000 tokens waits for its first token at the faster of two", () => {
    const bench = benchOf(2);
    run(bench, 100, { u0: 200, u1: 300 });
    const { nowMs } = bench;
    const ticket = bench.state.begin(0, 50_000, nowMs);
    expect(bench.first()).toBe("u1");
    bench.state.firstToken(ticket, nowMs + 200);
    bench.end(ticket);
    expect(bench.first()).toBe("u0");
  });

  test("shares alike between equals: each of 3 gets 33 % ± 8 % of 1,000", () => {
    const turns = run(benchOf(3), 1_000, { u0: 300, u1: 300, u2: 300 });
    for (const name of ["u0", "u1", "u2"]) expect(Math.abs(shareOf(turns, name) - 1 / 3)).toBeLessThan(0.08);
  });

  test("predicts for the size of this request: the one fast to begin for 10 tokens out, the one fast to go on for 1,000", () => {
    const bench = benchOf(2);
    bench.attempt("u0", completed(100, 100, 200, 30), 20);
    bench.attempt("u1", completed(900, 100, 200, 10), 20);
    expect(bench.first({ maxOutputTokens: 10 })).toBe("u0");
    expect(bench.first({ maxOutputTokens: 1_000 })).toBe("u1");
  });

  test("compares two drawn at random when there are 20, so that the best gets about 10 % and not all", () => {
    const bench = benchOf(20);
    for (let index = 0; index < 20; index++) bench.attempt(`u${index}`, completed(200 + index * 50), 3);
    const turns = Array.from({ length: 2_000 }, () => bench.first());
    expect(shareOf(turns, "u0")).toBeGreaterThan(0.07);
    expect(shareOf(turns, "u0")).toBeLessThan(0.13);
    expect(shareOf(turns, "u19")).toBe(0);
  });

  test("tries one whose breaker half-opened at once, and only once at a time", () => {
    const bench = benchOf(2);
    bench.attempt("u0", completed(200), 10);
    bench.attempt("u1", completed(2_000), 10);
    bench.attempt("u1", failed("status"), 5);
    expect(bench.first()).toBe("u0");
    bench.nowMs += 30_000;
    expect(bench.plan().candidates[0]).toMatchObject({
      name: "u1",
      why: expect.stringContaining("may have recovered"),
    });
    bench.begin("u1");
    expect(bench.first()).toBe("u0");
  });

  test("does not fall for one that only ever rejects: at most 5 % of 300 requests", () => {
    const bench = benchOf(2);
    const turns = Array.from({ length: 300 }, () => {
      bench.nowMs += 100;
      const name = bench.first();
      bench.attempt(name, name === "u0" ? rejected : completed(400));
      return name;
    });
    expect(shareOf(turns, "u0")).toBeLessThan(0.05);
  });
});
