import { describe, expect, it } from "vitest";
import type { Rule } from "../rule-options.ts";
import type { Route } from "../routing-table.ts";
import { failed } from "../testing/outcomes.ts";
import { promptOf } from "../testing/prompts.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const everybody = { names: null, tags: null, regions: null };
const premium = { ...everybody, tags: ["premium"] };
const economy = { ...everybody, tags: ["economy"] };

/** Two premium targets before one of economy. */
function benchOf(rules: readonly Rule[], more: Partial<Route> = {}): RouteBench {
  const upstreams = [
    upstreamOf("p1", { tags: ["premium", "hipaa"], region: "us-east" }),
    upstreamOf("p2", { tags: ["premium", "hipaa"], region: "us-west" }),
    upstreamOf("cheap", { tags: ["economy", "hipaa"], region: "us-east" }),
    upstreamOf("foreign", { tags: ["economy"], region: "eu-west" }),
  ];
  const targets = [targetOf(0, 1, 1), targetOf(1, 1, 1), targetOf(2, 1, 2), targetOf(3, 1, 2)];
  return new RouteBench(tableOf(upstreams, { policy: { kind: "queue" }, targets, rules, ...more }));
}

const names = (bench: RouteBench, request = {}) => bench.plan(request).candidates.map(({ name }) => name);

describe("rules", () => {
  it("put whom they prefer before all others, in their own priorities, and keep the others as fallbacks", () => {
    const bench = benchOf([{ name: "batches", when: { tags: ["batch*"] }, prefer: economy }]);
    const plan = bench.plan({ tags: ["batch-7"] });
    expect(plan.candidates.slice(0, 2).map(({ name }) => name)).toEqual(expect.arrayContaining(["cheap", "foreign"]));
    expect(plan.candidates).toHaveLength(4);
    expect(plan.candidates[0]?.why).toMatch(/^preferred by “batches”; /);
    expect(plan.candidates[2]?.why).not.toContain("preferred");
    expect(plan.rules).toEqual([{ name: "batches", applied: true, why: "it is tagged batch*" }]);
    expect(names(bench, { tags: ["chat"] }).slice(2)).toEqual(expect.arrayContaining(["cheap", "foreign"]));
  });

  it("are asked from the first on: the first that applies wins, and the plan says why those before it do not", () => {
    const bench = benchOf([
      { name: "europeans", when: { region: ["eu-*"] }, prefer: { ...everybody, regions: ["eu-*"] } },
      { name: "the shop", when: { keys: ["shop", "till-*"], headers: { "x-team": ["gold"] } }, prefer: economy },
      { name: "all", when: { keys: ["*"] }, prefer: premium },
      { name: "never asked", when: { keys: ["*"] }, prefer: economy },
    ]);
    expect(bench.first({ region: "eu-north" })).toBe("foreign");
    const plan = bench.plan({ keyName: "till-3", headers: { "x-team": "silver" } });
    expect(plan.rules).toEqual([
      { name: "europeans", applied: false, why: "its caller is not in eu-*" },
      { name: "the shop", applied: false, why: "`x-team` is not gold" },
      { name: "all", applied: true, why: "its key is *" },
    ]);
    expect(bench.first({ keyName: "till-3", headers: { "x-team": "gold" } })).toMatch(/cheap|foreign/);
  });

  it("never cross what is required, and never leave nobody", () => {
    const requirements = { tags: ["hipaa"], regions: [] };
    const europe = { name: "europe", when: { keys: ["*"] }, prefer: { ...everybody, regions: ["eu-*"] } };
    const bench = benchOf([europe], { requirements });
    const plan = bench.plan();
    expect(plan.candidates.map(({ name }) => name).toSorted()).toEqual(["cheap", "p1", "p2"]);
    expect(plan.skipped).toMatchObject([{ name: "foreign", reason: "requirement_tags" }]);
    expect(plan.rules?.[0]?.why).toBe("its key is *; nobody whom it prefers can be tried now");
  });

  it("pass over whom health excludes", () => {
    const bench = benchOf([{ name: "all", when: { keys: ["*"] }, prefer: { ...everybody, names: ["cheap"] } }]);
    expect(bench.first()).toBe("cheap");
    bench.attempt("cheap", failed("status"), 5);
    expect(bench.first()).toMatch(/^p/);
  });

  it("apply as long as their schedule is open", () => {
    const schedule = { days: [0, 1, 2, 3, 4], fromMinute: 540, toMinute: 1_020, timeZone: "America/New_York" };
    const bench = benchOf([{ name: "business hours", when: { schedule }, prefer: economy }]);
    bench.nowMs = Date.parse("2026-11-27T13:59:59.999Z");
    expect(bench.first()).toMatch(/^p/);
    expect(bench.plan().rules?.[0]?.why).toBe("it is outside Mon–Fri 09:00–17:00 in America/New_York");
    bench.nowMs += 1;
    expect(bench.first()).toMatch(/cheap|foreign/);
    bench.nowMs = Date.parse("2026-11-27T22:00:00Z");
    expect(bench.first()).toMatch(/^p/);
  });

  it("stand behind whom a spent budget prefers, and order within", () => {
    const amountUsd = 0.000_001;
    const bench = benchOf(
      [{ name: "all", when: { keys: ["*"] }, prefer: { ...everybody, names: ["p2", "foreign"] } }],
      {
        spendLimit: {
          amountUsd,
          period: "day",
          timeZone: "UTC",
          whenExhausted: { kind: "prefer", upstreams: economy },
        },
      },
    );
    expect(names(bench)).toEqual(["p2", "foreign", "p1", "cheap"]);
    bench.state.routeUsage(bench.table, "chat").reserve({ tokens: 0, nanoUsd: 1_000_000 }, bench.nowMs);
    expect(names(bench)).toEqual(["foreign", "cheap", "p2", "p1"]);
    expect(bench.plan().candidates[0]?.why).toMatch(/^preferred since the budget is spent; preferred by “all”; /);
  });

  it("ask how hard a prompt looks only where they get that far, and once for all of them", () => {
    const bench = benchOf([
      { name: "batches", when: { tags: ["batch"], complexity: { below: 1 } }, prefer: economy },
      { name: "easy", when: { complexity: { below: 0.35 } }, prefer: economy },
      { name: "between", when: { complexity: { above: 0.35, below: 0.6 } }, prefer: premium },
      { name: "hard", when: { complexity: { above: 0.7 } }, prefer: premium },
    ]);
    const scored = (score: number | null) => ({ prompt: { ...promptOf([]), complexity: () => score } });
    expect(bench.plan(scored(0.2)).rules?.slice(1)).toEqual([
      { name: "easy", applied: true, why: "its complexity is 0.20, below 0.35" },
    ]);
    expect(bench.plan(scored(0.8)).rules?.slice(1)).toEqual([
      { name: "easy", applied: false, why: "its complexity is 0.80, not below 0.35" },
      { name: "between", applied: false, why: "its complexity is 0.80, not above 0.35 and below 0.6" },
      { name: "hard", applied: true, why: "its complexity is 0.80, above 0.7" },
    ]);
    expect(bench.plan(scored(0.7)).rules?.some(({ applied }) => applied)).toBe(false);
    expect(bench.plan(scored(null)).rules?.[1]?.why).toBe("its complexity is not known");
    expect(bench.plan().rules?.[3]?.why).toBe("its complexity is not known");
  });

  it("that did not apply are named up to twenty", () => {
    const rules = Array.from({ length: 50 }, (_, index) => ({
      name: `rule ${index}`,
      when: { tags: ["never"] },
      prefer: economy,
    }));
    const bench = benchOf([...rules, { name: "last", when: { keys: ["*"] }, prefer: economy }]);
    expect(bench.plan().rules).toHaveLength(21);
    expect(bench.plan().rules?.at(-1)).toMatchObject({ name: "last", applied: true });
  });
});
