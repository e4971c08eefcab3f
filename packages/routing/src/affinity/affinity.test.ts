import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RouteAffinity, RoutingTable, Upstream } from "../routing-table.ts";
import type { AttemptTicket } from "../state/upstream-state.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { callerText } from "../caller-text.ts";
import { promptOf } from "../testing/prompts.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const bySession: RouteAffinity = { key: { from: "session" }, ttlMs: 600_000 };

function tableFor(
  names: readonly string[],
  { affinity = bySession, upstream = {} }: { affinity?: RouteAffinity; upstream?: Partial<Upstream> } = {},
): RoutingTable {
  return tableOf(
    names.map((name) => upstreamOf(name, upstream)),
    { policy: { kind: "queue" }, affinity },
  );
}

/** Plans, begins at the leader, and says who that was. */
function send(
  bench: RouteBench,
  request: Parameters<RouteBench["ask"]>[0],
): { name: string; ticket: AttemptTicket; why: string } {
  const result = bench.ask(request);
  if (result.kind === "none") throw new Error("no plan");
  const leader = result.plan.candidates[0]!;
  const { affinity } = result;
  const ticket = bench.state.begin(leader.upstream, 100, bench.nowMs, { affinity, prompt: request?.prompt ?? null });
  return { name: leader.name, ticket, why: leader.why };
}
const serve = (bench: RouteBench, request: Parameters<RouteBench["ask"]>[0], outcome = completed()) => {
  const sent = send(bench, request);
  bench.end(sent.ticket, outcome);
  return sent;
};

describe("affinity", () => {
  test("tells users apart by the first 16,384 letters of their names, however long these are", () => {
    const user = "u".repeat(16_383);
    const texts = [`${user}a`, `${user}ab`, `${user}b`].map((each) =>
      callerText({ from: "user" }, { user: each, headers: {}, keyName: "k" }),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toBe(texts[2]);
  });

  test("keeps each of 100 sessions where it was first, and says so", () => {
    const bench = new RouteBench(tableFor(["a", "b", "c", "d"]));
    for (let session = 0; session < 100; session++) {
      const { name } = serve(bench, { session: `s${session}` });
      for (let turn = 0; turn < 5; turn++) {
        const again = serve(bench, { session: `s${session}` });
        expect(again.name).toBe(name);
        expect(again.why).toMatch(/^its session lives here; /);
      }
    }
  });

  test.each<[string, RouteAffinity["key"], object, object]>([
    ["user", { from: "user" }, { user: "ann" }, { user: "bob" }],
    ["header", { from: "header", name: "x-chat" }, { headers: { "x-chat": "1" } }, { headers: { "x-chat": "2" } }],
  ])(
    "goes by %s where the route says so, and a request without one goes where the policy sends it",
    (_, key, one, other) => {
      const bench = new RouteBench(tableFor(["a", "b", "c"], { affinity: { key, ttlMs: 60_000 } }));
      const homes = [serve(bench, one).name, serve(bench, other).name];
      for (let turn = 0; turn < 10; turn++) expect([serve(bench, one).name, serve(bench, other).name]).toEqual(homes);
      expect(new Set(Array.from({ length: 30 }, () => serve(bench, {}).name)).size).toBe(3);
    },
  );

  test("forgets a home 10 minutes after its last request, and not before", () => {
    const bench = new RouteBench(tableFor(["a", "b", "c", "d"]));
    const { name } = serve(bench, { session: "s" });
    for (let turn = 0; turn < 20; turn++) {
      bench.nowMs += 599_000;
      expect(serve(bench, { session: "s" }).name).toBe(name);
    }
    bench.nowMs += 600_000;
    expect(serve(bench, { session: "s" }).why).not.toContain("lives");
  });

  test("outlives changes of the config: other names, other policies, another order", () => {
    const bench = new RouteBench(tableFor(["a", "b", "c"]));
    const homes = Array.from({ length: 20 }, (_, session) => serve(bench, { session: `s${session}` }).name);
    const renamed = ["c", "b", "a"].map((name) => ({ ...upstreamOf(name), name: `new-${name}` }));
    bench.adopt(tableOf(renamed, { policy: { kind: "latency" }, affinity: bySession }));
    homes.forEach((name, session) => expect(serve(bench, { session: `s${session}` }).name).toBe(`new-${name}`));
  });

  test("moves when its home is gone, and does not run back to a restarted one that has nothing cached", () => {
    const bench = new RouteBench(tableFor(["a", "b"]));
    const { name } = serve(bench, { session: "s" });
    bench.attempt(name, failed("connect"), 5);
    const moved = serve(bench, { session: "s" }).name;
    expect(moved).not.toBe(name);
    bench.nowMs += 31_000;
    bench.attempt(name, completed(), 3);
    expect(serve(bench, { session: "s" }).name).toBe(moved);
  });

  test("is home again after its upstream restarted, for those that did not ask meanwhile", () => {
    const bench = new RouteBench(tableFor(["a", "b"]));
    const { name } = serve(bench, { session: "s" });
    bench.attempt(name, failed("connect"), 5);
    bench.nowMs += 31_000;
    bench.attempt(name, completed(), 3);
    expect(serve(bench, { session: "s" }).name).toBe(name);
  });

  test("comes back to a home that was only cooling down or full", () => {
    const bench = new RouteBench(tableFor(["a", "b"], { upstream: { maxInFlight: 1 } }));
    const { name, ticket } = send(bench, { session: "s" });
    expect(serve(bench, { session: "s" }).name).not.toBe(name);
    bench.end(ticket);
    expect(serve(bench, { session: "s" }).name).toBe(name);
    bench.attempt(name, failed("rate_limited", { retryAfterMs: 3_000 }));
    expect(serve(bench, { session: "s" }).name).not.toBe(name);
    bench.nowMs += 3_001;
    expect(serve(bench, { session: "s" }).name).toBe(name);
  });

  test("spills over while its home carries more than a quarter beyond its part, and comes back", () => {
    const bench = new RouteBench(tableFor(["a", "b", "c", "d"]));
    const { name, ticket } = send(bench, { session: "s" });
    const tickets = [ticket];
    // 1 of 1: a part of 2 in flight over 4 is 0.5, times 1.25 and 1 more is below 2.
    const spilled = send(bench, { session: "s" });
    expect(spilled.name).not.toBe(name);
    expect(spilled.why).toContain(`its session lives at ${name}, where 1 of at most 1 are in flight`);
    tickets.push(spilled.ticket);
    for (const each of tickets) bench.end(each);
    expect(serve(bench, { session: "s" }).name).toBe(name);
  });

  test("stays within the tier that is tried first: nobody lives at a fallback once the first is back", () => {
    const upstreams = [upstreamOf("first"), upstreamOf("second")];
    const bench = new RouteBench(
      tableOf(upstreams, { policy: { kind: "queue" }, affinity: bySession, targets: [targetOf(0), targetOf(1, 1, 2)] }),
    );
    bench.attempt("first", failed("connect"), 5);
    expect(serve(bench, { session: "s" }).name).toBe("second");
    bench.nowMs += 31_000;
    expect(serve(bench, { session: "s" }).name).toBe("first");
  });

  test("never floods: whoever leads as a home carries at most 1.25 times its part and 1, and within that always leads", () => {
    const step = fc.record({ session: fc.nat(6), ends: fc.nat(2), which: fc.nat(40) });
    const weights = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(weights, fc.array(step, { maxLength: 120 }), (parts, steps) => {
        const upstreams = parts.map((_, index) => upstreamOf(`u${index}`));
        const targets = parts.map((weight, index) => targetOf(index, weight));
        const bench = new RouteBench(tableOf(upstreams, { policy: { kind: "queue" }, affinity: bySession, targets }));
        const homes = new Map<number, string>();
        const open: AttemptTicket[] = [];
        const all = parts.reduce((sum, weight) => sum + weight, 0);
        for (const { session, ends, which } of steps) {
          const before = parts.map((_, index) => bench.view(`u${index}`).inFlight);
          const total = before.reduce((sum, count) => sum + count, 1);
          const mostAt = (index: number) => (1.25 * total * parts[index]!) / all + 1;
          const { name, ticket, why } = send(bench, { session: `s${session}` });
          const at = bench.indexOf(name);
          if (why.includes("lives here")) expect(before[at]! + 1).toBeLessThanOrEqual(mostAt(at) + 1e-9);
          const home = homes.get(session);
          if (home === undefined) homes.set(session, name);
          else if (before[bench.indexOf(home)]! + 1 <= mostAt(bench.indexOf(home))) expect(name).toBe(home);
          open.push(ticket);
          for (let count = 0; count < ends && open.length > 0; count++)
            bench.end(open.splice(which % open.length, 1)[0]!);
        }
      }),
      { numRuns: 80 },
    );
  });

  test("is bounded: of 40,000 sessions the latest 4,000 are known, in numbers that were there from the start", () => {
    const bench = new RouteBench(tableFor(["a", "b", "c", "d"]));
    const homes = Array.from({ length: 40_000 }, (_, session) => {
      bench.nowMs += 1;
      return serve(bench, { session: `s${session}` }).name;
    });
    let known = 0;
    for (let session = 36_000; session < 40_000; session++)
      if (bench.plan({ session: `s${session}` }).candidates[0]?.why.startsWith(`its session lives here`)) known += 1;
    expect(known).toBeGreaterThan(3_960);
    expect(new Set(homes).size).toBe(4);
  });
});

describe("affinity by prefix", () => {
  test("leads where most of the prompt was sent, for every policy, within the same bound", () => {
    const bench = new RouteBench(tableFor(["a", "b", "c"], { affinity: { key: { from: "prefix" }, ttlMs: 1 } }));
    const chats = Array.from({ length: 6 }, (_, chat) => [`system`, `chat ${chat}`]);
    const homes = chats.map((blocks) => serve(bench, { prompt: promptOf(blocks) }).name);
    chats.forEach((blocks, chat) => {
      const { name, why } = serve(bench, { prompt: promptOf([...blocks, "next"]) });
      expect(name).toBe(homes[chat]);
      expect(why).toMatch(/^about 128 tokens of the prompt's beginning were sent here; /);
    });
    const first = send(bench, { prompt: promptOf(chats[0]!) });
    const second = send(bench, { prompt: promptOf(chats[0]!) });
    expect(second.name).not.toBe(first.name);
  });
});
