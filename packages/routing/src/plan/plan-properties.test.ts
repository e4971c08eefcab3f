import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../outcome.ts";
import type { Override } from "../override.ts";
import { type PolicyKind, policyKinds } from "../policy-options.ts";
import { policyOf } from "../testing/policies.ts";
import type { AttemptTicket } from "../state/upstream-state.ts";
import { cancelled, completed, failed, rejected } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom(completed(), rejected, cancelled, failed("status"), failed("connect"), failed("credentials")),
  fc.nat({ max: 20_000 }).map((retryAfterMs) => failed("rate_limited", { retryAfterMs })),
);
const step = fc.record({
  waitMs: fc.oneof(fc.constant(0), fc.nat({ max: 40_000 })),
  upstream: fc.nat({ max: 4 }),
  times: fc.integer({ min: 1, max: 6 }),
  outcome,
});
type Member = {
  hipaa: boolean;
  region: string | null;
  maxInFlight: number | null;
  priority: number;
  weight: number;
  drained: boolean;
};
const fleet: fc.Arbitrary<Member[]> = fc.array(
  fc.record({
    hipaa: fc.boolean(),
    region: fc.constantFrom("us-east", "us-west", "eu-west", null),
    maxInFlight: fc.constantFrom(null, 1, 2),
    priority: fc.integer({ min: 1, max: 2 }),
    weight: fc.integer({ min: 1, max: 5 }),
    drained: fc.boolean(),
  }),
  { minLength: 5, maxLength: 5 },
);

function benchOf(members: readonly Member[], kind: PolicyKind): RouteBench {
  const upstreams = members.map(({ hipaa, region, maxInFlight }, index) =>
    upstreamOf(`u${index}`, { tags: hipaa ? ["hipaa"] : [], region, maxInFlight, slowStartMs: 10_000 }),
  );
  const bench = new RouteBench(
    tableOf(upstreams, {
      policy: policyOf(kind),
      targets: members.map(({ weight, priority }, index) => targetOf(index, weight, priority)),
      requirements: { tags: ["hipaa"], regions: ["us-*"] },
      outlierEjection: { maxEjectionShare: 0.4, baseEjectionMs: 10_000 },
    }),
  );
  bench.overrides = members.flatMap(({ drained }, index): Override[] =>
    drained ? [{ id: `${index}`, kind: "drain", upstream: `u${index}`, reason: "test", expiresAtMs: Infinity }] : [],
  );
  return bench;
}

describe("whatever happened before, a plan", () => {
  test.each(policyKinds)(
    "of `%s` holds nobody whom requirements, drains, limits, cooldowns or health exclude",
    (kind) => {
      fc.assert(
        fc.property(fleet, fc.array(step, { maxLength: 30 }), (members, steps) => {
          const bench = benchOf(members, kind);
          const open: AttemptTicket[] = [];
          for (const { waitMs, upstream, times, outcome } of steps) {
            bench.nowMs += waitMs;
            if (times === 1) open.push(bench.begin(`u${upstream}`));
            else bench.attempt(`u${upstream}`, outcome, times);
            if (times === 2) open.splice(0, 1).forEach((ticket) => bench.end(ticket, outcome));
            const result = bench.ask();
            if (result.kind === "none") continue;
            const { candidates, skipped, panic } = result.plan;
            expect(candidates.length).toBeGreaterThan(0);
            expect(candidates.length + skipped.length).toBe(5);
            const priorities = candidates.map(({ priority }) => priority);
            if (!panic) expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));
            for (const candidate of candidates) {
              const member = members[candidate.upstream];
              const live = bench.state.view(candidate.upstream, bench.nowMs);
              expect(member).toMatchObject({ hipaa: true, drained: false });
              expect(member?.region).toMatch(/^us-/);
              expect(live.inFlight).toBeLessThan(member?.maxInFlight ?? Infinity);
              expect(live.health.cooldownUntilMs).toBe(0);
              expect(candidate.why).not.toBe("");
              expect(Number.isFinite(candidate.score)).toBe(true);
              if (panic) continue;
              expect(live.health.ejectedUntilMs).toBe(0);
              expect(live.health.breaker.kind).not.toBe("open");
              expect(live.health.breaker).not.toEqual({ kind: "half_open", probing: true });
            }
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  test("never puts two probes of one upstream on their way", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const bench = new RouteBench(tableOf([upstreamOf("u0"), upstreamOf("u1")]));
        bench.attempt("u0", failed("status"), 5);
        const probes = new Set<AttemptTicket>();
        for (const { waitMs, times, outcome } of steps) {
          bench.nowMs += waitMs;
          const halfOpen = bench.view("u0").health.breaker.kind === "half_open";
          if (halfOpen && bench.plan().candidates.some(({ name }) => name === "u0")) probes.add(bench.begin("u0"));
          expect(probes.size).toBeLessThanOrEqual(1);
          if (times > 3) {
            for (const probe of probes) bench.end(probe, outcome);
            probes.clear();
          }
        }
      }),
    );
  });
});
