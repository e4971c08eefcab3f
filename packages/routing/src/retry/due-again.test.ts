import { describe, expect, test } from "vitest";
import type { Outcome } from "../outcome.ts";
import { failed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";
import { dueAgainMs } from "./due-again.ts";

function dueAfter(outcomes: Readonly<Record<string, Outcome>>, times = 1): number | null {
  const bench = new RouteBench(tableOf([upstreamOf("a"), upstreamOf("b")], { targets: [targetOf(0), targetOf(1)] }));
  const plan = bench.plan();
  for (const [name, outcome] of Object.entries(outcomes)) bench.attempt(name, outcome, times);
  const { table, state, nowMs } = bench;
  return dueAgainMs({ plan, table, state, nowMs });
}
const limited = (retryAfterMs: number) => failed("rate_limited", { retryAfterMs });

describe("when a plan's upstreams are due again", () => {
  test("is the end of the first cooldown: 3 s of 9 s and 3 s", () => {
    expect(dueAfter({ a: limited(9_000), b: limited(3_000) })).toBe(3_000);
  });

  test("is now while one of them may be tried", () => {
    expect(dueAfter({ a: limited(9_000) })).toBe(0);
  });

  test("is unknown while all are kept out by their health", () => {
    expect(dueAfter({ a: failed("status"), b: failed("status") }, 20)).toBeNull();
  });
});
