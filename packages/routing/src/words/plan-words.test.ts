import { describe, expect, it } from "vitest";
import type { Policy } from "../policy-options.ts";
import type { Route, Upstream } from "../routing-table.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { chatRequest, RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";
import { failuresInWords } from "./failure-words.ts";
import { matchInWords } from "./match-words.ts";
import { planInWords } from "./plan-words.ts";

const everybody = { names: null, tags: null, regions: null };

function benchOf(route: Partial<Route> = {}, upstream: Partial<Upstream> = {}) {
  const upstreams = ["a", "b", "c"].map((name) => upstreamOf(name, upstream));
  return new RouteBench(tableOf(upstreams, { targets: [targetOf(0), targetOf(1), targetOf(2, 1, 2)], ...route }));
}

describe("a plan in words", () => {
  it("says who is tried first and why, what the policy goes by, and whom it passed over", () => {
    const bench = benchOf({ policy: { kind: "latency" } });
    bench.attempt("a", completed(100));
    bench.attempt("b", completed(900));
    bench.attempt("c", failed("rate_limited", { retryAfterMs: 4_000 }));
    bench.nowMs += 1;
    const words = planInWords(bench.plan());
    expect(words.chosen).toMatch(/^a is tried first: \d+ ms predicted with 0 in flight, least of 2\.$/);
    expect(words.order).toBe("Ordered by expected latency.");
    expect(words.skipped).toEqual([
      { name: "c", reason: "Cooling down after a 429", why: expect.stringMatching(/^rate limited, for another/) },
    ]);
    const [first, second] = words.candidates;
    expect(first?.score).toMatch(/^[\d,]+ ms$/);
    expect(second?.bar).toBe(1);
    expect(first?.bar).toBeLessThan(1);
  });

  it("says what each rule came to, whether the caller is in the canary, and where it is kept", () => {
    const bench = benchOf({
      rules: [
        { name: "batches", when: { tags: ["batch"] }, prefer: { ...everybody, names: ["c"] } },
        { name: "local", when: { keys: ["key"] }, prefer: { ...everybody, names: ["b"] } },
      ],
      canary: { upstream: 2, share: 0 },
      affinity: { key: { from: "session" }, ttlMs: 60_000 },
    });
    const words = planInWords(bench.plan({ session: "s" }));
    expect(words.rules).toEqual([
      { name: "batches", applied: false, words: "does not apply: it is not tagged batch." },
      { name: "local", applied: true, words: "applies: its key is key." },
    ]);
    expect(words.canary).toBe("c: it names no caller, and is not among the 0 % of the callers.");
    expect(words.affinity).toBe("Not kept together: its session lives nowhere yet, and will where it is served.");
    expect(planInWords(bench.plan()).affinity).toBe("Not kept together: it has no session.");

    const result = bench.ask({ session: "s" });
    if (result.kind !== "plan") throw new Error("no plan");
    const at = result.plan.candidates[0]!;
    bench.end(bench.state.begin(at.upstream, 100, bench.nowMs, { affinity: result.affinity }));
    expect(planInWords(bench.plan({ session: "s" })).affinity).toBe(`Kept at ${at.name}: its session lives there.`);
  });

  it.each<[Policy, Partial<Upstream>, RegExp | null]>([
    [{ kind: "weighted" }, {}, null],
    [{ kind: "queue" }, {}, /^load 356$/],
    [{ kind: "usage", limits: ["requests_per_minute"] }, { limits: { requestsPerMinute: 10 } }, /^10 % used$/],
    [{ kind: "cost", alike: 0 }, {}, /^no price$/],
  ])("gives the score of %o its unit", (policy, upstream, score) => {
    const first = planInWords(benchOf({ policy }, upstream).plan()).candidates[0]!;
    if (score) expect(first.score).toMatch(score);
    else expect(first).toMatchObject({ score: null, bar: null });
  });

  it("says that nothing is healthy when it must try the least bad", () => {
    const bench = benchOf();
    for (const name of ["a", "b", "c"]) bench.attempt(name, failed("status"), 5);
    const words = planInWords(bench.plan());
    expect(words.order).toContain("Nothing is healthy");
    expect(words.candidates[0]?.score).toMatch(/% failed$/);
  });

  it("says of rules, canary and affinity only what was acted on: nothing, when nothing is healthy", () => {
    const rules = [{ name: "local", when: { keys: ["key"] }, prefer: { ...everybody, names: ["b"] } }];
    const affinity = { key: { from: "session" }, ttlMs: 60_000 } as const;
    const bench = benchOf({ rules, canary: { upstream: 2, share: 0.5 }, affinity });
    const insideNow = () => bench.plan().canary?.inside;
    expect([insideNow(), insideNow(), insideNow()]).toEqual([false, true, false]);
    for (const name of ["a", "b", "c"]) bench.attempt(name, failed("status"), 5);
    const plan = bench.plan({ session: "s" });
    expect(plan).toMatchObject({ panic: true });
    expect(planInWords(plan)).toMatchObject({ rules: [], canary: null, affinity: null });
    expect(planInWords(plan).order).toMatch(/Rules, canary and affinity have no say\.$/);
    // Nor did it take the canary's turn from who comes after it.
    bench.nowMs += 60_000;
    for (const name of ["a", "b", "c"]) bench.attempt(name);
    expect(insideNow()).toBe(true);
  });
});

describe("a match in words", () => {
  const match = { models: ["chat"], keys: null, tags: null, headers: null };
  const [route] = tableOf([upstreamOf("a")]).routes;
  const routes = [
    { ...route!, name: "other", match: { ...match, models: ["x"] } },
    { ...route!, name: "keyed", match: { ...match, keys: ["batch"] } },
    { ...route!, name: "tagged", match: { ...match, tags: ["nightly"] } },
    { ...route!, name: "headed", match: { ...match, headers: { "x-team": ["gold"] } } },
    { ...route!, name: "any", match: { ...match, models: ["c*"] } },
    { ...route!, name: "after", match },
  ];

  it("names each route that takes the model, why it does not take the request, and the first that does", () => {
    expect(matchInWords(routes, chatRequest)).toEqual([
      { route: "keyed", matches: false, why: "its key is not batch" },
      { route: "tagged", matches: false, why: "it is not tagged nightly" },
      { route: "headed", matches: false, why: "it has no `x-team`" },
      { route: "any", matches: true, why: "the model chat fits c*" },
    ]);
    const gold = { ...chatRequest, headers: { "x-team": "gold" } };
    expect(matchInWords(routes, gold).at(-1)).toEqual({
      route: "headed",
      matches: true,
      why: "it serves the model chat, `x-team` is gold",
    });
  });
});

describe("failures in words", () => {
  const told = (bench: RouteBench, noFallback = false) => {
    const { table, state, nowMs, random, overrides } = bench;
    const input = { table, state, request: { ...chatRequest, noFallback }, overrides, nowMs, random };
    const result = bench.ask({ noFallback });
    if (result.kind !== "plan") throw new Error("no plan");
    return failuresInWords(input, result).map(({ upstream, next }) => `${upstream}: ${next}`);
  };

  it("follows the real code from one upstream to the next, until the caller gets the error", () => {
    expect(told(benchOf())).toEqual([
      "a: b is tried at once.",
      "b: c is tried at once, as a fallback.",
      "c: the caller gets the error. The route's limit of attempts was reached.",
    ]);
  });

  it("tries the same one again where the caller forbids others", () => {
    expect(told(benchOf(), true)[0]).toBe("a: a is tried after a short pause.");
  });
});
