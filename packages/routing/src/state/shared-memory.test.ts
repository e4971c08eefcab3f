import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../outcome.ts";
import { UsageLedger } from "../limits/usage-ledger.ts";
import { cancelled, completed, failed, rejected } from "../testing/outcomes.ts";
import { routeOf, tableOf, upstreamOf } from "../testing/tables.ts";
import { RoutingState } from "./routing-state.ts";
import { JoinedMemory, SharedMemory } from "./shared-memory.ts";
import type { StateMemory } from "./state-memory.ts";

const outlierEjection = { maxEjectionShare: 0.5, baseEjectionMs: 30_000 };
const limits = { requestsPerMinute: 40, tokensPerMinute: 20_000 };
const healthCheck = { path: "/health", intervalMs: 10_000, timeoutMs: 2_000, healthyAfter: 2, unhealthyAfter: 3 };
const upstreams = [
  upstreamOf("a", { limits }),
  upstreamOf("b", { healthCheck }),
  upstreamOf("c", { slowStartMs: 5_000 }),
];
const targets = upstreams.map((_, upstream) => ({ upstream, priority: 0, weight: 1 }));
const table = { ...tableOf(upstreams), routes: [routeOf(targets, { outlierEjection })] };
const outcomes: readonly Outcome[] = [
  completed(),
  completed(900, 400, 20),
  failed("status"),
  failed("rate_limited", { retryAfterMs: 7_000 }),
  failed("credentials"),
  failed("first_token_timeout"),
  rejected,
  cancelled,
];

function stateIn(memory: StateMemory): RoutingState {
  const state = new RoutingState(new UsageLedger(memory), "e1");
  state.adopt(table, 0);
  return state;
}

/** States of threads that share their numbers, and of the one that keeps them. */
function threadsOf(count: number) {
  const memory = new SharedMemory(count);
  const keeper = stateIn(memory);
  const threads = Array.from({ length: count }, (_, thread) => stateIn(new JoinedMemory(memory.handle(), thread)));
  return { memory, keeper, threads };
}

/** How many requests each upstream has had, and what share failed. */
const historiesOf = (state: RoutingState, nowMs: number) =>
  Array.from(state.upstreams(), ({ health: { history } }) => [history.requestsAt(nowMs), history.share]);

const step = fc.record({
  thread: fc.nat(3),
  upstream: fc.nat(2),
  gapMs: fc.integer({ min: 0, max: 8_000 }),
  outcome: fc.constantFrom(...outcomes),
  firstToken: fc.boolean(),
  /** How many are in flight before the oldest ends. */
  depth: fc.nat(4),
});

describe("state that threads share", () => {
  it("shows all threads what the keeper's health checks have found", () => {
    const { keeper, threads } = threadsOf(2);
    keeper.checked(1, table, 1_000, 1_000);
    expect(threads.map((state) => state.view(1, 2_000).health.failsChecks)).toEqual([true, true]);
    keeper.checked(1, table, 0, 3_000);
    expect(threads.map((state) => state.view(1, 4_000).health.failsChecks)).toEqual([undefined, undefined]);
  });

  it("is for all of them, whichever of them begins and ends what, the state of one that does it all", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const { keeper, threads } = threadsOf(4);
        const alone = new RoutingState();
        alone.adopt(table, 0);
        const running: { end(): void }[] = [];
        let nowMs = 1_000_000;
        const random = () => 0.5;
        for (const { thread, upstream, gapMs, outcome, firstToken, depth } of steps) {
          nowMs += gapMs;
          const pairs = [alone, threads[thread]!].map((state) => ({
            state,
            ticket: state.begin(upstream, 150, nowMs),
          }));
          running.push({
            end: () => {
              for (const { state, ticket } of pairs) {
                if (firstToken) state.firstToken(ticket, nowMs);
                expect(state.end(ticket, outcome, nowMs, random)).toBe(true);
              }
            },
          });
          while (running.length > depth) running.shift()?.end();
          for (const state of [keeper, ...threads]) {
            expect(state.views(nowMs)).toEqual(alone.views(nowMs));
            expect(historiesOf(state, nowMs)).toEqual(historiesOf(alone, nowMs));
          }
        }
        expect(keeper.expectedOutputTokens).toBe(alone.expectedOutputTokens);
        expect(keeper.takeAttempts()).toEqual(alone.takeAttempts());
      }),
      { numRuns: 60 },
    );
  });

  it("is free of what a thread had in flight once that thread is gone, and of nothing else", () => {
    const place = fc.record({ thread: fc.nat(3), upstream: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), fc.nat(3), (places, gone) => {
        const { keeper, threads } = threadsOf(4);
        for (const { thread, upstream } of places) threads[thread]!.begin(upstream, 150, 1_000);
        keeper.loseThread(gone, 2_000);
        const left = upstreams.map((_, at) => places.filter((p) => p.upstream === at && p.thread !== gone).length);
        expect(keeper.views(2_000).map(({ inFlight }) => inFlight)).toEqual(left);
        expect(keeper.views(2_000).map(({ outstandingTokens }) => outstandingTokens)).toEqual(left.map((n) => n * 150));
      }),
    );
  });

  it("lets another thread probe when the one that did is gone", () => {
    const { keeper, threads } = threadsOf(2);
    const [first, second] = threads as [RoutingState, RoutingState];
    for (let count = 0; count < 5; count++) {
      first.end(first.begin(1, 10, 1_000), failed("status"), 1_000, () => 0);
    }
    expect(second.view(1, 1_000).health.breaker.kind).toBe("open");
    const probe = first.begin(1, 10, 40_000);
    expect(probe.probe).toBe(true);
    expect(second.begin(1, 10, 40_000).probe).toBe(false);
    keeper.loseThread(0, 41_000);
    expect(second.begin(1, 10, 41_000).probe).toBe(true);
  });

  it("is begun anew for all when an upstream has left, was idle for long, and comes back", () => {
    const { memory, keeper, threads } = threadsOf(1);
    const joined = new JoinedMemory(memory.handle(), 0);
    const thread = stateIn(joined);
    memory.takeUntold();
    thread.end(thread.begin(2, 10, 1_000), failed("status"), 1_000, () => 0);
    const without = tableOf(upstreams.slice(0, 2));
    for (const [other, atMs] of [
      [without, 2_000],
      [without, 700_000],
      [table, 700_001],
    ] as const) {
      keeper.adopt(other, atMs);
      joined.learn(memory.takeUntold());
      thread.adopt(other, atMs);
    }
    expect(thread.view(2, 700_001)).toEqual(keeper.view(2, 700_001));
    thread.begin(2, 10, 700_002);
    expect(keeper.view(2, 700_002).inFlight).toBe(1);
    expect(threads).toHaveLength(1);
  });

  it("keeps no numbers of ejections for routes that there are no more, and keeps those of a route that stays", () => {
    const { memory, keeper } = threadsOf(1);
    const joined = new JoinedMemory(memory.handle(), 0);
    const thread = stateIn(joined);
    memory.takeUntold();
    const stays = routeOf(targets, { outlierEjection });
    for (let count = 0; count < 5; count++) thread.end(thread.begin(0, 10, 1_000), failed("status"), 1_000, () => 0);
    const ejected = keeper.view(0, 1_000).health.ejectedUntilMs;
    for (const name of ["r1", "r2", "r1", "r3"]) {
      const other = { ...table, routes: [stays, routeOf(targets, { name, outlierEjection })] };
      keeper.adopt(other, 2_000);
      joined.learn(memory.takeUntold());
      thread.adopt(other, 2_000);
      const names = memory.handle().blocks.flatMap(([block]) => (block.startsWith("ejection|") ? [block] : []));
      expect(names.map((block) => block.split("|")[2])).toEqual([
        ...targets.map(() => "chat"),
        ...targets.map(() => name),
      ]);
    }
    expect(ejected).toBeGreaterThan(1_000);
    expect([thread, keeper].map((state) => state.view(0, 2_000).health.ejectedUntilMs)).toEqual([ejected, ejected]);
    const bare = { ...table, routes: [routeOf(targets)] };
    keeper.adopt(bare, 3_000);
    expect(memory.handle().blocks.filter(([block]) => block.startsWith("ejection|"))).toEqual([]);
  });

  it("counts what is in flight of a scope, and what it has used up, for all threads together", () => {
    const memory = new SharedMemory(2);
    const name = "key|e1|k1";
    const keeper = new UsageLedger(memory).scope(name);
    keeper.adopt({ inFlight: 2, requestsPerMinute: 3 });
    const [first, second] = [0, 1].map((thread) => {
      const usage = new UsageLedger(new JoinedMemory(memory.handle(), thread)).scope(name);
      usage.adopt({ inFlight: 2, requestsPerMinute: 3 });
      return usage;
    });
    first?.enter(1_000);
    second?.enter(1_000);
    expect(first?.refusesRequest(1_000)?.limit).toBe("inFlight");
    keeper.loseThread(1);
    expect([keeper.inFlight, first?.refusesRequest(1_000)]).toEqual([1, null]);
    first?.enter(1_000);
    first?.leave();
    expect(second?.refusesRequest(1_000)?.limit).toBe("requestsPerMinute");
  });
});
