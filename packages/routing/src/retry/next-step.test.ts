import { describe, expect, test } from "vitest";
import type { Outcome } from "../outcome.ts";
import type { RetryStep } from "../retry-step.ts";
import type { Route } from "../routing-table.ts";
import { cancelled, completed, failed, rejected } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";
import { nextStep, type StepInput } from "./next-step.ts";
import { RetryBudget } from "./retry-budget.ts";

/** Attempts of one request that ended so, one after the other, and what is to be done then. */
class Failing {
  readonly bench: RouteBench;
  readonly plan;
  readonly attempts: { candidate: number; outcome: Outcome }[] = [];

  constructor(bench: RouteBench) {
    this.bench = bench;
    this.plan = bench.plan();
  }

  ends(candidate: number, outcome: Outcome): this {
    this.bench.attempt(this.plan.candidates[candidate]?.name ?? "", outcome);
    this.attempts.push({ candidate, outcome });
    return this;
  }

  step(more: Partial<StepInput> = {}): RetryStep {
    const { table, state, nowMs } = this.bench;
    const [route] = table.routes;
    if (!route) throw new Error("the table has a route");
    return nextStep({
      plan: this.plan,
      route,
      table,
      state,
      attempts: this.attempts,
      budget: new RetryBudget(0.2),
      contentRelayed: false,
      clientGone: false,
      noFallback: false,
      overrides: [],
      elapsedMs: 100,
      nowMs,
      random: () => 0.5,
      ...more,
    });
  }
}

/** a and b of the first priority, c of the second. */
function three(route: Partial<Route> = {}): RouteBench {
  const targets = [targetOf(0), targetOf(1), targetOf(2, 1, 2)];
  const upstreams = ["a", "b", "c"].map((name) => upstreamOf(name));
  return new RouteBench(tableOf(upstreams, { targets, ...route }));
}
const one = (route: Partial<Route> = {}): RouteBench => new RouteBench(tableOf([upstreamOf("a")], route));

describe("the next step", () => {
  test("is the other of the same priority at once, then the next priority, then nothing after 3 attempts", () => {
    const failing = new Failing(three());
    failing.ends(0, failed("status"));
    expect(failing.step()).toEqual({ kind: "attempt", candidate: 1, delayMs: 0, as: "retry" });
    failing.ends(1, failed("connect"));
    expect(failing.step()).toEqual({ kind: "attempt", candidate: 2, delayMs: 0, as: "fallback" });
    failing.ends(2, failed("status"));
    expect(failing.step()).toEqual({ kind: "give_up", because: "max_attempts" });
  });

  test("passes over a candidate that was drained since the plan was made, and gives up when that was the last", () => {
    const drain = (upstream: string, expiresAtMs = 1e15) =>
      ({ kind: "drain", id: upstream, reason: "out", upstream, expiresAtMs }) as const;
    const failing = new Failing(three()).ends(0, failed("status"));
    expect(failing.step({ overrides: [drain("b")] })).toMatchObject({ candidate: 2, as: "fallback" });
    expect(failing.step({ overrides: [drain("b", 0)] })).toMatchObject({ candidate: 1 });
    expect(failing.step({ overrides: ["a", "b", "c"].map((name) => drain(name)) })).toEqual({
      kind: "give_up",
      because: "no_candidate_left",
    });
  });

  test("passes over a candidate that became unavailable since the plan was made", () => {
    const failing = new Failing(three());
    failing.bench.attempt("b", failed("rate_limited", { retryAfterMs: 5_000 }));
    failing.ends(0, failed("status"));
    expect(failing.step()).toEqual({ kind: "attempt", candidate: 2, delayMs: 0, as: "fallback" });
  });

  test("is the same upstream when there is no other, after half of 250 ms, then half of 500 ms", () => {
    const failing = new Failing(one());
    failing.ends(0, failed("status"));
    expect(failing.step()).toEqual({ kind: "attempt", candidate: 0, delayMs: 125, as: "retry" });
    failing.ends(0, failed("status"));
    expect(failing.step()).toEqual({ kind: "attempt", candidate: 0, delayMs: 250, as: "retry" });
  });

  test("waits out a Retry-After of 1 s at the only upstream, and does not wait for one of 3 s", () => {
    const soon = new Failing(one()).ends(0, failed("rate_limited", { retryAfterMs: 1_000 }));
    expect(soon.step()).toEqual({ kind: "attempt", candidate: 0, delayMs: 1_125, as: "retry" });
    const late = new Failing(one()).ends(0, failed("rate_limited", { retryAfterMs: 3_000 }));
    expect(late.step()).toEqual({ kind: "give_up", because: "no_candidate_left" });
  });

  test("is the one due first when all were tried: 1 s before 4 s", () => {
    const failing = new Failing(three({ targets: [targetOf(0), targetOf(1)] }));
    failing
      .ends(0, failed("rate_limited", { retryAfterMs: 4_000 }))
      .ends(1, failed("rate_limited", { retryAfterMs: 1_000 }));
    expect(failing.step()).toEqual({ kind: "attempt", candidate: 1, delayMs: 1_125, as: "retry" });
  });

  test("is nothing when the wait would outlast the total timeout", () => {
    const timeouts = { connectMs: 100, firstTokenMs: 1_000, idleMs: 1_000, responseMs: 1_000, totalMs: 2_000 };
    const failing = new Failing(one({ timeouts }));
    failing.ends(0, failed("rate_limited", { retryAfterMs: 1_900 }));
    expect(failing.step()).toEqual({ kind: "give_up", because: "total_timeout" });
  });

  test("is another upstream after wrong credentials, and never the same", () => {
    const other = new Failing(three()).ends(0, failed("credentials"));
    expect(other.step()).toMatchObject({ kind: "attempt", candidate: 1 });
    const only = new Failing(one()).ends(0, failed("model_not_found"));
    expect(only.step()).toEqual({ kind: "give_up", because: "no_candidate_left" });
  });

  test("in panic is the next least bad", () => {
    const bench = three();
    for (const name of ["a", "b", "c"]) bench.attempt(name, failed("status"), 5);
    const failing = new Failing(bench);
    expect(failing.plan.panic).toBe(true);
    expect(failing.ends(0, failed("status")).step()).toMatchObject({ kind: "attempt", candidate: 1, delayMs: 0 });
  });

  test.each<[string, Outcome, Partial<StepInput>]>([
    ["client_gone", failed("status"), { clientGone: true }],
    ["client_gone", cancelled, {}],
    ["content_relayed", failed("cut"), { contentRelayed: true }],
    ["not_retryable", rejected, {}],
    ["not_retryable", completed(), {}],
    ["not_retryable", failed("status", { status: 418 }), {}],
    ["total_timeout", failed("total_timeout"), {}],
  ])("is nothing: %s after %j with %j", (because, outcome, more) => {
    expect(new Failing(three()).ends(0, outcome).step(more)).toEqual({ kind: "give_up", because });
  });

  test("is nothing after a status that the route does not retry on", () => {
    const retry = { maxAttempts: 3, retryOn: ["connect"] as const, maxRetryShare: 0.2 };
    const failing = new Failing(three({ retry }));
    expect(failing.ends(0, failed("status")).step()).toEqual({ kind: "give_up", because: "not_retryable" });
    expect(new Failing(three({ retry })).ends(0, failed("connect")).step()).toMatchObject({ kind: "attempt" });
  });

  test("keeps to the same upstream when the caller forbids others", () => {
    const failing = new Failing(three()).ends(0, failed("status"));
    expect(failing.step({ noFallback: true })).toEqual({ kind: "attempt", candidate: 0, delayMs: 125, as: "retry" });
    failing.bench.attempt("a", failed("status"), 5);
    expect(failing.step({ noFallback: true })).toEqual({ kind: "give_up", because: "no_fallback" });
  });
});

describe("the retry budget", () => {
  test("ends retries once it is spent, and is not charged where there is nothing to try", () => {
    const budget = new RetryBudget(0.2);
    const stuck = new Failing(one()).ends(0, failed("credentials"));
    for (let count = 0; count < 500; count++) stuck.step({ budget });
    const failing = new Failing(three()).ends(0, failed("status"));
    const steps = Array.from({ length: 101 }, () => failing.step({ budget }));
    expect(steps.filter(({ kind }) => kind === "attempt").length).toBe(100);
    expect(steps.at(-1)).toEqual({ kind: "give_up", because: "retry_budget" });
  });
});
