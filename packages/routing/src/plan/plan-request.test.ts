import { describe, expect, test } from "vitest";
import type { RouteRequest } from "../route-request.ts";
import type { Capabilities } from "../routing-table.ts";
import { failed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { routeOf, tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const unknown: Capabilities = { contextWindow: null, tools: null, vision: null, jsonSchema: null };
const needs = { tools: false, vision: false, jsonSchema: false };
const abc = ["a", "b", "c"].map((name) => upstreamOf(name));

describe("a plan", () => {
  test("names every target of the first priority before any of the second", () => {
    const targets = [targetOf(2, 1, 2), targetOf(0), targetOf(1)];
    const bench = new RouteBench(tableOf(abc, { targets, policy: { kind: "queue" } }));
    for (let turn = 0; turn < 20; turn++) {
      const { candidates } = bench.plan();
      expect(candidates.map(({ priority }) => priority)).toEqual([1, 1, 2]);
      expect(candidates[2]?.name).toBe("c");
    }
  });

  test("starts with the second priority when the first has nobody", () => {
    const bench = new RouteBench(tableOf(abc, { targets: [targetOf(0), targetOf(1, 1, 2)] }));
    bench.attempt("a", failed("status"), 5);
    expect(bench.plan().candidates.map(({ name }) => name)).toEqual(["b"]);
  });

  test("gives each candidate and each skipped upstream one reason in words", () => {
    const bench = new RouteBench(tableOf(abc, { policy: { kind: "latency" } }));
    bench.attempt("a", failed("status"), 5);
    const { candidates, skipped } = bench.plan();
    expect(skipped).toEqual([
      { name: "a", reason: "breaker_open", why: "circuit breaker open after failures in a row, for another 30 s" },
    ]);
    for (const { why } of candidates) expect(why).toMatch(/^not measured yet, 0 in flight/);
  });

  test("leaves an upstream with 2 of at most 2 in flight alone until one ends", () => {
    const bench = new RouteBench(tableOf([upstreamOf("a", { maxInFlight: 2 }), upstreamOf("b")]));
    const ticket = bench.begin("a");
    bench.begin("a");
    expect(bench.plan().skipped).toEqual([{ name: "a", reason: "max_in_flight", why: "2 in flight of at most 2" }]);
    bench.end(ticket);
    expect(bench.plan().skipped).toEqual([]);
  });

  test("refuses a table that was never adopted", () => {
    const bench = new RouteBench(tableOf(abc));
    bench.table = tableOf(abc);
    expect(() => bench.ask()).toThrow("not adopted");
  });
});

describe("requirements", () => {
  test("exclude upstreams without every tag, or outside the regions, from candidates and fallbacks alike", () => {
    const upstreams = [
      upstreamOf("fit", { tags: ["hipaa", "premium"], region: "us-east" }),
      upstreamOf("untagged", { tags: ["premium"], region: "us-east" }),
      upstreamOf("abroad", { tags: ["hipaa"], region: "eu-west" }),
      upstreamOf("nowhere", { tags: ["hipaa"] }),
    ];
    const bench = new RouteBench(tableOf(upstreams, { requirements: { tags: ["hipaa"], regions: ["us-*"] } }));
    const { candidates, skipped } = bench.plan();
    expect(candidates.map(({ name }) => name)).toEqual(["fit"]);
    expect(skipped).toEqual([
      { name: "untagged", reason: "requirement_tags", why: "not tagged hipaa" },
      { name: "abroad", reason: "requirement_region", why: "is in eu-west, us-* is required" },
      { name: "nowhere", reason: "requirement_region", why: "has no region, us-* is required" },
    ]);
  });

  test("hold in panic too", () => {
    const upstreams = [upstreamOf("fit", { tags: ["hipaa"] }), upstreamOf("untagged")];
    const bench = new RouteBench(tableOf(upstreams, { requirements: { tags: ["hipaa"], regions: [] } }));
    bench.attempt("fit", failed("status"), 5);
    const { candidates, panic } = bench.plan();
    expect(panic).toBe(true);
    expect(candidates.map(({ name }) => name)).toEqual(["fit"]);
  });
});

describe("capabilities", () => {
  test.each<[string, Partial<Capabilities>, Partial<RouteRequest>]>([
    ["context_window", { contextWindow: 1_000 }, { inputTokens: 801, maxOutputTokens: 200 }],
    ["context_window", { contextWindow: 1_000 }, { inputTokens: 1_001 }],
    ["tools", { tools: false }, { needs: { ...needs, tools: true } }],
    ["vision", { vision: false }, { needs: { ...needs, vision: true } }],
    ["json_schema", { jsonSchema: false }, { needs: { ...needs, jsonSchema: true } }],
  ])("%s: %j excludes a request with %j, which one of unknown capabilities serves", (reason, has, asks) => {
    const bench = new RouteBench(tableOf([upstreamOf("a", { capabilities: { ...unknown, ...has } }), upstreamOf("b")]));
    const { candidates, skipped } = bench.plan(asks);
    expect(candidates.map(({ name }) => name)).toEqual(["b"]);
    expect(skipped).toMatchObject([{ name: "a", reason }]);
    expect(bench.plan().skipped).toEqual([]);
  });

  test("an endpoint that its provider does not serve excludes an upstream", () => {
    const bench = new RouteBench(tableOf([upstreamOf("a", { provider: "anthropic" }), upstreamOf("b")]));
    const { candidates, skipped } = bench.plan({ endpoint: "embeddings" });
    expect(candidates.map(({ name }) => name)).toEqual(["b"]);
    const why = "the provider anthropic does not serve embeddings";
    expect(skipped).toEqual([{ name: "a", reason: "endpoint", why }]);
  });

  test("a window of 1,000 tokens takes 800 in and 200 out", () => {
    const bench = new RouteBench(tableOf([upstreamOf("a", { capabilities: { ...unknown, contextWindow: 1_000 } })]));
    expect(bench.first({ inputTokens: 800, maxOutputTokens: 200 })).toBe("a");
  });
});

describe("panic", () => {
  test("tries all that are broken when nothing is healthy, the least bad first", () => {
    const bench = new RouteBench(tableOf(abc));
    bench.attempt("a", failed("status"), 9);
    bench.attempt("b", failed("status"), 5);
    bench.attempt("c", failed("status"), 7);
    const { candidates, panic, skipped } = bench.plan();
    expect(panic).toBe(true);
    expect(candidates.map(({ name, why }) => [name, why])).toEqual([
      ["b", "nothing is healthy, least bad of 3: 67 % of its last requests failed"],
      ["c", "79 % of its last requests failed"],
      ["a", "87 % of its last requests failed"],
    ]);
    expect(skipped).toEqual([]);
  });

  test("ends with the first that is healthy again", () => {
    const bench = new RouteBench(tableOf(abc.slice(0, 2)));
    bench.attempt("a", failed("status"), 5);
    bench.attempt("b", failed("status"), 5);
    bench.nowMs += 30_000;
    bench.attempt("b");
    expect(bench.plan()).toMatchObject({ panic: false });
  });

  test("never tries one that cools down, even when it is broken as well", () => {
    const bench = new RouteBench(tableOf(abc.slice(0, 2)));
    bench.attempt("a", failed("status"), 5);
    bench.attempt("b", failed("status", { status: 503, retryAfterMs: 60_000 }), 5);
    const { candidates, skipped, panic } = bench.plan();
    expect(panic).toBe(true);
    expect(candidates.map(({ name }) => name)).toEqual(["a"]);
    expect(skipped).toMatchObject([{ name: "b", reason: "cooling_down" }]);
  });
});

describe("no plan", () => {
  const bench = () => new RouteBench(tableOf(abc.slice(0, 2)));

  test("for an unknown model names the close ones that the key may use", () => {
    const routes = [
      routeOf([targetOf(0)], { name: "chat" }),
      routeOf([targetOf(0)], { name: "cats", match: { models: ["chats"], keys: null, tags: null, headers: null } }),
    ];
    const two = new RouteBench({ ...tableOf(abc), routes });
    expect(two.ask({ model: "chatt" })).toEqual({
      kind: "none",
      why: { kind: "unknown_model", model: "chatt", close: ["chat", "chats"] },
    });
    expect(two.ask({ model: "chatt", keyRoutes: ["chat"] })).toMatchObject({ why: { close: ["chat"] } });
  });

  test("for a route that the key may not use", () => {
    expect(bench().ask({ keyRoutes: ["other-*"] })).toEqual({
      kind: "none",
      why: { kind: "route_forbidden", route: "chat" },
    });
  });

  test("when requirements exclude every target: waiting would change nothing", () => {
    const strict = new RouteBench(tableOf(abc, { requirements: { tags: ["hipaa"], regions: [] } }));
    const result = strict.ask();
    expect(result).toMatchObject({ kind: "none", why: { kind: "no_eligible_upstream", route: "chat" } });
    if (result.kind === "none" && result.why.kind === "no_eligible_upstream") expect(result.why.skipped.length).toBe(3);
  });

  test("when all cool down says when the first is due: 3,000 ms of 9,000 and 3,000", () => {
    const cooling = bench();
    cooling.attempt("a", failed("rate_limited", { retryAfterMs: 9_000 }));
    cooling.attempt("b", failed("rate_limited", { retryAfterMs: 3_000 }));
    expect(cooling.ask()).toMatchObject({ why: { kind: "none_available", retryAfterMs: 3_000 } });
  });

  test("when all are full does not pretend to know when", () => {
    const full = new RouteBench(tableOf([upstreamOf("a", { maxInFlight: 1 })]));
    full.begin("a");
    expect(full.ask()).toMatchObject({ why: { kind: "none_available", retryAfterMs: null } });
  });

  test("when the only upstream refuses the credentials, until a probe is due 30 s later", () => {
    const wrong = new RouteBench(tableOf([upstreamOf("a")]));
    wrong.attempt("a", failed("credentials"));
    expect(wrong.ask()).toMatchObject({ why: { kind: "none_available", retryAfterMs: 30_000 } });
  });
});
