import { describe, expect, it } from "vitest";
import { UsageLedger } from "../limits/usage-ledger.ts";
import { planRequest } from "../plan/plan-request.ts";
import type { MeasuredCondition, Rule, SignalValue } from "../rule-options.ts";
import type { Route, RoutingTable } from "../routing-table.ts";
import { RoutingState } from "../state/routing-state.ts";
import { JoinedMemory, SharedMemory } from "../state/shared-memory.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { chatRequest, RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const nobody = { names: null, tags: null, regions: null };
const economy = { ...nobody, tags: ["economy"] };
const premium = { ...nobody, tags: ["premium"] };
const steady = { forMs: 0, holdMs: 0, recoverBelow: null };

const slow: MeasuredCondition = {
  measure: "first_token_p95",
  of: economy,
  windowMs: 60_000,
  above: 600,
  recoverBelow: 450,
  forMs: 30_000,
  holdMs: 300_000,
};

/** An economy target before one of premium; the rule turns them around. */
function tableWith(measured: readonly MeasuredCondition[], route: Partial<Route> = {}): RoutingTable {
  const rules: Rule[] = [{ name: "move up", when: { measured }, prefer: premium }];
  const upstreams = [
    upstreamOf("cheap", { tags: ["economy"], limits: { requestsPerMinute: 1_000, tokensPerMinute: 1_000_000 } }),
    upstreamOf("dear", { tags: ["premium"] }),
  ];
  return tableOf(upstreams, {
    policy: { kind: "queue" },
    targets: [targetOf(0, 1, 1), targetOf(1, 1, 2)],
    rules,
    ...route,
  });
}
const benchOf = (measured: readonly MeasuredCondition[], route?: Partial<Route>): RouteBench =>
  new RouteBench(tableWith(measured, route));

/** Looks as often as a gateway does. */
function pass(
  bench: RouteBench,
  ms: number,
  each: () => void = () => {},
  signals?: Parameters<RoutingState["lookAtRules"]>[1],
) {
  for (const untilMs = bench.nowMs + ms; bench.nowMs < untilMs; bench.nowMs += 250) {
    each();
    bench.state.lookAtRules(bench.nowMs, signals);
  }
}
const serve = (bench: RouteBench, name: string, firstTokenMs: number) => () =>
  bench.attempt(name, completed(firstTokenMs));
const why = (bench: RouteBench) => bench.plan().rules?.[0]?.why;

describe("conditions that are measured", () => {
  it("hold once they were above for long enough, and until they have recovered and were held", () => {
    const bench = benchOf([slow]);
    pass(bench, 60_000, serve(bench, "cheap", 200));
    expect(bench.first()).toBe("cheap");
    expect(why(bench)).toMatch(/^first-token p95 is 2\d\d ms, not above 600 ms$/);
    pass(bench, 25_000, serve(bench, "cheap", 900));
    expect(bench.first()).toBe("cheap");
    expect(why(bench)).toMatch(/above 600 ms, but not for 30 s yet$/);
    pass(bench, 10_000, serve(bench, "cheap", 900));
    expect(bench.first()).toBe("dear");
    expect(why(bench)).toMatch(/^first-token p95 is 9\d\d ms, above 600 ms$/);
    expect(bench.plan().candidates[0]?.why).toMatch(/^preferred by “move up”; /);
    // Requests go elsewhere now: nothing is known of those that are measured, and the rule is held all the same.
    pass(bench, 270_000, serve(bench, "dear", 900));
    expect(bench.first()).toBe("dear");
    expect(why(bench)).toBe("first-token p95, was above 600 ms lately");
    pass(bench, 35_000, serve(bench, "dear", 900));
    expect(bench.first()).toBe("cheap");
  });

  it("are measured of those that they name, not of those that requests move to", () => {
    const bench = benchOf([{ ...slow, forMs: 0, holdMs: 0 }]);
    pass(bench, 60_000, serve(bench, "dear", 5_000));
    expect(bench.first()).toBe("cheap");
    expect(why(bench)).toBe("first-token p95 is not known to be above 600 ms");
  });

  it("go on as they were when a config changes and leaves the rule as it is, and begin anew where it changes", () => {
    const bench = benchOf([slow]);
    pass(bench, 60_000, serve(bench, "cheap", 900));
    bench.adopt(tableWith([slow], { description: "changed" }));
    expect(bench.first()).toBe("dear");
    pass(bench, 60_000, serve(bench, "cheap", 900));
    expect(bench.first()).toBe("dear");
    bench.adopt(tableWith([{ ...slow, above: 700 }]));
    expect(bench.first()).toBe("cheap");
    bench.adopt(tableWith([slow]));
    expect(bench.first()).toBe("cheap");
  });

  it("count a first token that did not come in time as one that took as long", () => {
    const bench = benchOf([{ ...slow, forMs: 0 }]);
    const timedOut = { ...failed("first_token_timeout"), durationMs: 5_000 };
    for (let count = 0; count < 10; count++) bench.attempt("cheap", timedOut);
    bench.state.lookAtRules(bench.nowMs);
    expect(why(bench)).toMatch(/^first-token p95 is (4|5)\d\d\d ms, above/);
  });

  it("count one whom another outran as one that took as long as it was waited for, and not the one that was asked late", () => {
    const bench = benchOf([{ ...slow, forMs: 0 }]);
    const outrun = (durationMs: number, outrunBy: "hedge" | "first") =>
      ({ kind: "cancelled", durationMs, outrunBy }) as const;
    bench.attempt("cheap", outrun(1, "first"), 500);
    bench.attempt("cheap", outrun(5_000, "hedge"), 10);
    bench.state.lookAtRules(bench.nowMs);
    expect(why(bench)).toMatch(/^first-token p95 is (4|5)\d\d\d ms, above/);
  });

  it.each<[string, MeasuredCondition, (bench: RouteBench) => void, string]>([
    [
      "the time of whole replies",
      { ...slow, ...steady, measure: "response_p95", above: 1_000 },
      (bench) => bench.attempt("cheap", completed(200, 100, 200), 10),
      "response p95 is 2",
    ],
    [
      "failures, and not what callers do",
      { ...steady, measure: "error_rate", of: economy, windowMs: 60_000, above: 0.3 },
      (bench) => {
        bench.attempt("cheap", completed(), 6);
        bench.attempt("cheap", { kind: "cancelled", durationMs: 5 }, 50);
        bench.attempt("cheap", failed("status"), 4);
      },
      "the error rate is 40 %, above 30 %",
    ],
    [
      "requests in flight",
      { ...steady, measure: "in_flight", of: economy, windowMs: 0, above: 2 },
      (bench) => [1, 2, 3].forEach(() => bench.begin("cheap")),
      "what is in flight is 3, above 2",
    ],
    [
      "the quota of an upstream",
      { ...steady, measure: "quota_used", of: { ...nobody, names: ["cheap"] }, windowMs: 0, above: 0.5 },
      (bench) => bench.attempt("cheap", completed(), 600),
      "the used quota is 60 %, above 50 %",
    ],
    [
      "the route's budget",
      { ...steady, measure: "spend_used", above: 0.5 },
      (bench) => bench.state.routeUsage(bench.table, "chat").reserve({ tokens: 0, nanoUsd: 8e8 }, bench.nowMs),
      "what is spent of the budget is 80 %, above 50 %",
    ],
  ])("read %s", (_what, condition, happen, words) => {
    const spendLimit = { amountUsd: 1, period: "day", timeZone: "UTC", whenExhausted: { kind: "alert" } } as const;
    const bench = benchOf([condition], { spendLimit });
    bench.state.lookAtRules(bench.nowMs);
    expect(bench.first()).toBe("cheap");
    happen(bench);
    bench.state.lookAtRules(bench.nowMs);
    expect(bench.plan().rules).toEqual([{ name: "move up", applied: true, why: expect.stringContaining(words) }]);
    expect(bench.first()).toBe("dear");
  });

  it("say nothing of fewer than ten requests", () => {
    const bench = benchOf([{ ...steady, measure: "error_rate", of: economy, windowMs: 60_000, above: 0 }]);
    bench.attempt("cheap", failed("malformed"), 4);
    bench.attempt("cheap", completed(), 5);
    bench.state.lookAtRules(bench.nowMs);
    expect(bench.first()).toBe("cheap");
    bench.attempt("cheap", completed());
    bench.state.lookAtRules(bench.nowMs);
    expect(why(bench)).toContain("is 40 %");
  });

  it("believe what outside systems say, until they say something else or their time is up", () => {
    const signal = {
      measure: "signal",
      name: "s",
      above: null,
      below: null,
      equals: null,
      forMs: 0,
      holdMs: 0,
    } as const;
    const on = (condition: Partial<typeof signal> | object, value: SignalValue | null): boolean => {
      const bench = benchOf([{ ...signal, ...condition }]);
      bench.state.lookAtRules(bench.nowMs, { valueOf: (name) => (name === "s" ? value : null) });
      return bench.first() === "dear";
    };
    expect(on({ above: 0.8 }, 0.9)).toBe(true);
    expect(on({ above: 0.8 }, 0.8)).toBe(false);
    expect(on({ above: 0.8 }, true)).toBe(true);
    expect(on({ above: 0.8, below: 2 }, 3)).toBe(false);
    expect(on({ above: 0.8 }, "text")).toBe(false);
    expect(on({ equals: "degraded" }, "degraded")).toBe(true);
    expect(on({ equals: "true" }, true)).toBe(true);
    expect(on({ equals: "degraded" }, null)).toBe(false);
  });

  it("are shared by threads: one looks, all of them tell it what happens and see what it found", () => {
    const memory = new SharedMemory(2);
    const keeper = new RoutingState(new UsageLedger(memory), "env");
    const table = tableWith([{ ...slow, forMs: 0 }]);
    keeper.adopt(table, 1_000_000);
    const threads = [0, 1].map((thread) => {
      const state = new RoutingState(new UsageLedger(new JoinedMemory(memory.handle(), thread)), "env");
      state.adopt(table, 1_000_000);
      return state;
    });
    const nowMs = 1_000_000;
    for (const state of threads) {
      for (let count = 0; count < 5; count++)
        state.end(state.begin(0, 100, nowMs, { table }), completed(900), nowMs, Math.random);
    }
    const first = (state: RoutingState) => {
      const planned = planRequest({ table, state, request: chatRequest, overrides: [], nowMs, random: Math.random });
      return planned.kind === "plan" ? planned.plan.candidates[0]?.name : null;
    };
    expect(threads.map(first)).toEqual(["cheap", "cheap"]);
    keeper.lookAtRules(nowMs);
    expect(threads.map(first)).toEqual(["dear", "dear"]);
    const late = new RoutingState(new UsageLedger(new JoinedMemory(memory.handle(), 1)), "env");
    late.adopt(table, nowMs);
    expect(first(late)).toBe("dear");
  });
});
