import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PolicyKind, policyKinds } from "../policy-options.ts";
import type { Rule, Schedule } from "../rule-options.ts";
import type { Route, Upstream } from "../routing-table.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { policyOf } from "../testing/policies.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const names = ["u0", "u1", "u2", "u3", "u4"] as const;
const tags = ["premium", "economy"] as const;
const regions = ["us-east", "us-west", "eu-west"] as const;
const zones = ["UTC", "America/New_York", "Asia/Kolkata"] as const;

const upstream = fc.record({
  tags: fc.subarray([...tags, "hipaa"]),
  region: fc.constantFrom(...regions, null),
  maxInFlight: fc.constantFrom(null, 1, 2),
  limits: fc.record(
    { requestsPerMinute: fc.integer({ min: 1, max: 4 }), tokensPerMinute: fc.integer({ min: 100, max: 1_500 }) },
    { requiredKeys: [] },
  ),
});
const selection = fc.record({
  names: fc.option(fc.subarray([...names], { minLength: 1 })),
  tags: fc.option(fc.subarray([...tags], { minLength: 1 })),
  regions: fc.option(fc.constantFrom(["us-*"], ["eu-west"])),
});
const schedule: fc.Arbitrary<Schedule> = fc.record({
  days: fc.option(fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1 })),
  fromMinute: fc.nat({ max: 1_439 }),
  toMinute: fc.integer({ min: 0, max: 1_440 }),
  timeZone: fc.constantFrom(...zones),
});
const steady = { recoverBelow: null, forMs: 0, holdMs: 1_000 };
const measured = fc.oneof(
  selection.map((of) => ({ ...steady, measure: "in_flight" as const, of, windowMs: 0, above: 1 })),
  selection.map((of) => ({ ...steady, measure: "error_rate" as const, of, windowMs: 60_000, above: 0.3 })),
  fc.constant({ ...steady, measure: "spend_used" as const, above: 0.5 }),
);
const rule: fc.Arbitrary<Omit<Rule, "name">> = fc.record({
  when: fc.record(
    {
      schedule,
      tags: fc.constant(["batch"]),
      region: fc.constantFrom(["us-*"], ["eu-*"]),
      measured: fc.array(measured, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  prefer: selection,
});
const route = fc.record({
  priorities: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
  requiredTags: fc.constantFrom([], ["hipaa"]),
  requiredRegions: fc.constantFrom([], ["us-*"]),
  rules: fc.array(rule, { maxLength: 3 }),
  canary: fc.option(fc.record({ upstream: fc.nat({ max: 4 }), share: fc.constantFrom(0, 0.3, 1) })),
  affinity: fc.boolean(),
  spent: fc.boolean(),
});
const steps = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.nat({ max: 2_000 }), fc.nat({ max: 6 * 3_600_000 })),
    upstream: fc.nat({ max: 4 }),
    what: fc.constantFrom("begin", "complete", "fail", "look"),
    tags: fc.constantFrom([], ["batch"]),
    region: fc.constantFrom("us-east", "eu-west", null),
    user: fc.option(fc.constantFrom("ann", "ben", "cem")),
  }),
  { maxLength: 25 },
);

function benchOf(
  members: readonly Partial<Upstream>[],
  given: typeof route extends fc.Arbitrary<infer Given> ? Given : never,
  kind: PolicyKind,
): RouteBench {
  const more: Partial<Route> = {
    policy: policyOf(kind),
    targets: given.priorities.map((priority, index) => targetOf(index, 1, priority)),
    requirements: { tags: given.requiredTags, regions: given.requiredRegions },
    rules: given.rules.map((each, index) => ({ ...each, name: `rule ${index}` })),
    stickyKey: [{ from: "user" }],
    ...(given.canary ? { canary: given.canary } : {}),
    ...(given.affinity ? { affinity: { key: { from: "user" }, ttlMs: 60_000 } } : {}),
    spendLimit: {
      amountUsd: 1,
      period: "day",
      timeZone: "UTC",
      whenExhausted: { kind: "prefer", upstreams: { names: null, tags: ["economy"], regions: null } },
    },
  };
  const bench = new RouteBench(
    tableOf(
      members.map((member, index) => upstreamOf(names[index]!, member)),
      more,
    ),
  );
  bench.nowMs = Date.parse("2026-03-07T20:00:00Z");
  if (given.spent) bench.state.routeUsage(bench.table, "chat").reserve({ tokens: 0, nanoUsd: 2e9 }, bench.nowMs);
  return bench;
}

describe("whatever a route prefers, measures and tries out, a plan", () => {
  test.each(policyKinds)("of `%s` crosses no requirement, no limit and no schedule, and leaves nobody out", (kind) => {
    fc.assert(
      fc.property(fc.array(upstream, { minLength: 5, maxLength: 5 }), route, steps, (members, given, happened) => {
        const bench = benchOf(members, given, kind);
        for (const step of happened) {
          bench.nowMs += step.waitMs;
          if (step.what === "begin") bench.begin(names[step.upstream]!);
          else if (step.what === "complete") bench.attempt(names[step.upstream]!, completed(), 3);
          else if (step.what === "fail") bench.attempt(names[step.upstream]!, failed("status"), 3);
          else bench.state.lookAtRules(bench.nowMs);
          const result = bench.ask({ tags: step.tags, region: step.region, user: step.user });
          if (result.kind === "none") continue;
          const { candidates, skipped, rules = [], canary } = result.plan;
          expect([...candidates, ...skipped].map(({ name }) => name).toSorted()).toEqual(names);
          expect(candidates.length).toBeGreaterThan(0);
          for (const { upstream: index } of candidates) {
            const member = members[index]!;
            expect(member.tags).toEqual(expect.arrayContaining([...given.requiredTags]));
            if (given.requiredRegions.length > 0) expect(member.region).toMatch(/^us-/);
            const usage = bench.state.upstreamUsage(index);
            expect(usage.inFlight).toBeLessThan(member.maxInFlight ?? Infinity);
            const { requestsPerMinute = Infinity, tokensPerMinute = Infinity } = member.limits ?? {};
            expect(usage.requests?.usedAt(bench.nowMs) ?? 0).toBeLessThan(requestsPerMinute);
            expect(usage.tokens?.usedAt(bench.nowMs) ?? 0).toBeLessThan(tokensPerMinute);
          }
          for (const [index, { applied, name }] of rules.entries()) {
            expect(name).toBe(`rule ${index}`);
            expect(applied && index < rules.length - 1).toBe(false);
            const { when } = given.rules[index]!;
            if (!applied) continue;
            if (when.schedule) expect(onTheWall(when.schedule, bench.nowMs)).toBe(true);
            if (when.tags) expect(step.tags).toEqual(when.tags);
            if (when.region) expect(step.region).toMatch(when.region[0] === "us-*" ? /^us-/ : /^eu-/);
          }
          if (canary?.inside && candidates.some(({ name }) => name === canary.upstream) && !result.plan.panic)
            expect(candidates[0]?.name).toBe(canary.upstream);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const walls = new Map(
  zones.map((timeZone) => [
    timeZone as string,
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      weekday: "short",
      hour: "numeric",
      minute: "numeric",
    }),
  ]),
);

function onTheWall({ days, fromMinute, toMinute, timeZone }: Schedule, nowMs: number): boolean {
  const parts = Object.fromEntries(
    walls
      .get(timeZone)!
      .formatToParts(nowMs)
      .map(({ type, value }) => [type, value]),
  );
  const day = weekdays.indexOf(parts["weekday"] ?? "");
  const minute = Number(parts["hour"]) * 60 + Number(parts["minute"]);
  const begins = (on: number): boolean => days === null || days.includes(on);
  if (fromMinute <= toMinute) return begins(day) && fromMinute <= minute && minute < toMinute;
  return (begins(day) && minute >= fromMinute) || (begins((day + 6) % 7) && minute < toMinute);
}
