import { describe, expect, it } from "vitest";
import { policyKinds } from "../policy-options.ts";
import { policyOf } from "../testing/policies.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";
import { plainPlan } from "./planned-candidate.ts";

describe.each(policyKinds)("a plan of %s", (kind) => {
  const bench = new RouteBench(tableOf([upstreamOf("a"), upstreamOf("b")], { policy: policyOf(kind) }));
  const plan = bench.plan();

  it("is the same data with its reasons in words, as JSON and for another thread", () => {
    const plain = plainPlan(plan);
    expect(structuredClone(plain)).toEqual(plain);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plain);
    for (const { why } of plain.candidates) expect(why).toMatch(/[a-z]/);
    expect(plain.candidates.map(({ why }) => why)).toEqual(plan.candidates.map(({ why }) => why));
  });

  it("keeps what it said when the next one is made", () => {
    const said = plan.candidates.map(({ why }) => why);
    bench.begin("a", 1_000);
    bench.plan();
    expect(plan.candidates.map(({ why }) => why)).toEqual(said);
  });
});

it.each(["latency", "adaptive", "queue", "round_robin", "weighted"] as const)(
  "%s leaves its words to whoever reads them",
  (kind) => {
    const bench = new RouteBench(tableOf([upstreamOf("a"), upstreamOf("b")], { policy: policyOf(kind) }));
    for (const { clause, figures = [], why } of bench.plan().candidates) expect(clause?.words(figures)).toBe(why);
  },
);
