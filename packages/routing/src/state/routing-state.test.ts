import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AdaptivePolicyOptions } from "../policy-options.ts";
import { cancelled, completed, failed, rejected } from "../testing/outcomes.ts";
import { policyOf } from "../testing/policies.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";
import { RoutingState } from "./routing-state.ts";
import type { AttemptTicket } from "./upstream-state.ts";

const [a, b, c] = [upstreamOf("a"), upstreamOf("b"), upstreamOf("c")];

describe("requests in flight", () => {
  test("are counted once each: ending a ticket twice frees one slot and says false", () => {
    const bench = new RouteBench(tableOf([a, b]));
    const [first, second] = [bench.begin("a", 300), bench.begin("a", 200)];
    expect(bench.view("a")).toMatchObject({ inFlight: 2, outstandingTokens: 500 });
    expect([bench.end(first), bench.end(first), bench.end(first)]).toEqual([true, false, false]);
    expect(bench.view("a")).toMatchObject({ inFlight: 1, outstandingTokens: 200 });
    expect(bench.end(second)).toBe(true);
    expect(bench.view("a")).toMatchObject({ inFlight: 0, outstandingTokens: 0 });
  });

  test("are never negative and return to 0, whatever begins, ends and is published in whatever order", () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant("begin" as const),
        upstream: fc.nat({ max: 1 }),
        tokens: fc.double({ min: 0, max: 9e6, noNaN: true }),
      }),
      fc.record({
        do: fc.constant("end" as const),
        ticket: fc.nat({ max: 50 }),
        outcome: fc.constantFrom(completed(), rejected, cancelled, failed("status"), failed("rate_limited")),
      }),
      fc.record({ do: fc.constant("publish" as const), swapped: fc.boolean() }),
      fc.record({ do: fc.constant("first_token" as const), ticket: fc.nat({ max: 50 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const bench = new RouteBench(tableOf([a, b]));
        const tickets: AttemptTicket[] = [];
        const check = () => {
          for (const { inFlight, outstandingTokens } of bench.state.views(bench.nowMs)) {
            expect(inFlight).toBeGreaterThanOrEqual(0);
            expect(outstandingTokens).toBeGreaterThanOrEqual(0);
          }
        };
        for (const action of steps) {
          bench.nowMs += 500;
          const ticket = "ticket" in action ? tickets[action.ticket] : undefined;
          if (action.do === "begin") tickets.push(bench.state.begin(action.upstream, action.tokens, bench.nowMs));
          else if (action.do === "publish") bench.adopt(tableOf(action.swapped ? [b, a] : [a, b]));
          else if (ticket && action.do === "end") bench.end(ticket, action.outcome);
          else if (ticket) bench.state.firstToken(ticket, bench.nowMs);
          check();
        }
        for (const ticket of tickets) bench.end(ticket);
        for (const view of bench.state.views(bench.nowMs)) {
          expect([view.inFlight, view.outstandingTokens]).toEqual([0, 0]);
        }
      }),
    );
  });
});

describe("a config change", () => {
  test("keeps the state of upstreams by identity, under a new name and at a new place", () => {
    const bench = new RouteBench(tableOf([a, b]));
    bench.begin("a");
    bench.attempt("a", failed("status"), 2);
    bench.adopt(tableOf([c, { ...a, name: "renamed" }]));
    expect(bench.view("renamed")).toMatchObject({ inFlight: 1, health: { breaker: { consecutiveFailures: 2 } } });
    expect(bench.view("c")).toMatchObject({ inFlight: 0, firstTokenMs: null, health: { warmth: 1 } });
  });

  test("lets a request end on the upstream that it began with", () => {
    const bench = new RouteBench(tableOf([a, b]));
    const old = bench.table;
    const ticket = bench.begin("a");
    bench.adopt(tableOf([b, c]));
    const retried = bench.state.begin(1, 100, bench.nowMs, { table: old });
    expect([bench.view("b").inFlight, bench.view("c").inFlight]).toEqual([1, 0]);
    expect([bench.end(ticket), bench.end(retried)]).toEqual([true, true]);
    expect(bench.view("b").inFlight).toBe(0);
  });

  test("rolled back within 10 min finds what was learnt, and later finds nothing", () => {
    const learntAfter = (waitMs: number) => {
      const bench = new RouteBench(tableOf([a, b]));
      bench.attempt("a", completed(300));
      bench.nowMs += waitMs;
      bench.adopt(tableOf([b]));
      bench.adopt(tableOf([a, b]));
      return bench.view("a").firstTokenMs;
    };
    expect(learntAfter(599_999)).toBeCloseTo(300, 0);
    expect(learntAfter(600_000)).toBeNull();
  });

  test("that takes caches to keep more is believed until replies say otherwise: 8,192 blocks instead of 1,024", () => {
    const keeping = (blocks: number) =>
      tableOf([a, b], { policy: { ...policyOf("adaptive"), prefixCacheTokens: 64 * blocks } as AdaptivePolicyOptions });
    const believed = ({ state }: RouteBench) =>
      [...state.upstreams()].map(({ prefixes }) => prefixes?.depth.blocks ?? 0);
    const bench = new RouteBench(keeping(1_024));
    bench.adopt(keeping(8_192));
    for (const blocks of believed(bench)) expect(blocks).toBeCloseTo(8_192, 3);
    for (const { prefixes } of bench.state.upstreams())
      for (let at = 0; at < 100; at++) prefixes?.depth.learn(600, false);
    bench.adopt(keeping(16_384));
    for (const blocks of believed(bench)) expect(blocks).toBeLessThan(600);
  });

  test("keeps two accounts at one provider apart", () => {
    const bench = new RouteBench(tableOf([a, { ...a, name: "second-account" }]));
    bench.attempt("a", failed("rate_limited"));
    expect(bench.plan().skipped.map(({ name }) => name)).toEqual(["a"]);
    bench.adopt({ ...bench.table });
    expect(bench.plan().skipped.map(({ name }) => name)).toEqual(["a"]);
  });

  test("takes new limits at once: a breaker of 2 failures in a row instead of 5", () => {
    const bench = new RouteBench(tableOf([a, b]));
    bench.attempt("a", failed("status"));
    bench.adopt(tableOf([{ ...a, circuitBreaker: { ...a.circuitBreaker, consecutiveFailures: 2 } }, b]));
    bench.attempt("a", failed("status"));
    expect(bench.view("a").health.breaker.kind).toBe("open");
  });
});

describe("the state", () => {
  test("counts attempts since they were last taken: 2 and 1, then 0", () => {
    const bench = new RouteBench(tableOf([a, b]));
    bench.attempt("a", completed(), 2);
    bench.begin("b");
    expect(bench.state.takeAttempts()).toEqual([2, 1]);
    expect(bench.state.takeAttempts()).toEqual([0, 0]);
  });

  test("expects 256 output tokens at first, and about 50 after 300 replies of 50", () => {
    const bench = new RouteBench(tableOf([a]));
    expect(bench.state.expectedOutputTokens).toBe(256);
    bench.attempt("a", completed(200, 100, 50), 300);
    expect(bench.state.expectedOutputTokens).toBeLessThan(53);
  });

  test("learns TTFT when the first token comes, 250 ms after it was sent", () => {
    const bench = new RouteBench(tableOf([a]));
    const ticket = bench.begin("a");
    bench.nowMs += 250;
    bench.state.firstToken(ticket, bench.nowMs);
    expect(bench.view("a").firstTokenMs).toBeCloseTo(250, 0);
  });

  test("has no views before the first table, and no upstream outside of it", () => {
    const state = new RoutingState();
    expect([state.views(0), state.takeAttempts()]).toEqual([[], []]);
    expect(() => state.view(0, 0)).toThrow("no upstream 0");
  });
});
