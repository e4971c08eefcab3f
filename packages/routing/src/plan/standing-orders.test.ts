import { describe, expect, test } from "vitest";
import type { Override } from "../override.ts";
import { failed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

const nowMs = 1_000_000;
const about = { id: "1", reason: "maintenance", expiresAtMs: nowMs + 60_000 };
const drain = (upstream: string): Override => ({ ...about, kind: "drain", upstream });
const cap = (upstream: string, maxShare: number): Override => ({ ...about, kind: "cap", upstream, maxShare });
const force = (upstream: string, route = "chat"): Override => ({ ...about, kind: "force", route, upstream });

function benchOf(...overrides: Override[]): RouteBench {
  const bench = new RouteBench(tableOf(["a", "b", "c"].map((name) => upstreamOf(name))));
  bench.overrides = overrides;
  return bench;
}
const shareOf = (bench: RouteBench, name: string, count = 1_000): number =>
  Array.from({ length: count }, () => bench.first()).filter((first) => first === name).length / count;

describe("a drain", () => {
  test("takes the upstream out, with the reason that was given", () => {
    expect(benchOf(drain("a")).plan().skipped).toEqual([{ name: "a", reason: "drained", why: "drained: maintenance" }]);
  });

  test("does nothing once it has expired", () => {
    const bench = benchOf(drain("a"));
    bench.nowMs += 60_000;
    expect(bench.plan().skipped).toEqual([]);
  });

  test("holds in panic: with one of two drained and the other broken, only the other is tried", () => {
    const bench = benchOf(drain("a"), drain("b"));
    bench.attempt("c", failed("status"), 5);
    const { candidates, skipped } = bench.plan();
    expect(candidates.map(({ name }) => name)).toEqual(["c"]);
    expect(skipped.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("of every target leaves nobody", () => {
    expect(benchOf(drain("a"), drain("b"), drain("c")).ask()).toMatchObject({
      why: { kind: "none_available", retryAfterMs: null },
    });
  });
});

describe("a cap", () => {
  test.each([0, 0.05, 0.1, 0.2])("of %d gives the upstream that share of 1,000 requests and no more", (maxShare) => {
    const share = shareOf(benchOf(cap("a", maxShare)), "a");
    expect(share).toBeLessThanOrEqual(maxShare);
    expect(share).toBeGreaterThanOrEqual(maxShare * 0.9);
  });

  test("of 80 % changes nothing for one that gets a third", () => {
    expect(shareOf(benchOf(cap("a", 0.8)), "a", 999)).toBeCloseTo(1 / 3, 2);
  });

  test("says why it skips", () => {
    expect(benchOf(cap("a", 0.125)).plan().skipped).toEqual([
      { name: "a", reason: "capped", why: "capped at 12.5 % of the route's requests" },
    ]);
  });

  test("does not let an upstream save up more than two requests while it is away", () => {
    const bench = benchOf(cap("a", 0.1));
    bench.overrides = [cap("a", 0.1), drain("a")];
    for (let count = 0; count < 500; count++) bench.plan();
    bench.overrides = [cap("a", 0.1), drain("b"), drain("c")];
    const served = Array.from({ length: 10 }, () => bench.ask()).filter(({ kind }) => kind === "plan");
    expect(served.length).toBeLessThanOrEqual(3);
  });
});

describe("a force", () => {
  test("sends the whole route to one upstream", () => {
    const { candidates, skipped } = benchOf(force("b")).plan();
    expect(candidates.map(({ name }) => name)).toEqual(["b"]);
    expect(skipped).toEqual([
      { name: "a", reason: "not_forced", why: "everything is sent to b" },
      { name: "c", reason: "not_forced", why: "everything is sent to b" },
    ]);
  });

  test("ends while that upstream is not available", () => {
    const bench = benchOf(force("b"));
    bench.attempt("b", failed("status"), 5);
    expect(bench.plan().candidates.map(({ name }) => name)).toEqual(["a", "c"]);
  });

  test("does nothing to another route, nor for an upstream that is no target", () => {
    expect(benchOf(force("b", "other"), force("elsewhere")).plan().skipped).toEqual([]);
  });

  test("does not overrule a drain", () => {
    expect(
      benchOf(force("b"), drain("b"))
        .plan()
        .candidates.map(({ name }) => name),
    ).toEqual(["a", "c"]);
  });
});
