import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FailureCause } from "../outcome.ts";
import { cancelled, completed, failed, rejected } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

const benchOf = (more = {}) => new RouteBench(tableOf([upstreamOf("a", more), upstreamOf("b")]));
const breakerOf = (bench: RouteBench) => bench.view("a").health.breaker;

describe("the breaker of an upstream", () => {
  test("opens on the 5th failure in a row, and half-opens 30 s later", () => {
    const bench = benchOf();
    bench.attempt("a", failed("status"), 4);
    expect(breakerOf(bench)).toEqual({ kind: "closed", consecutiveFailures: 4 });
    bench.attempt("a", failed("connect"));
    expect(breakerOf(bench)).toMatchObject({ kind: "open", because: "consecutive_failures" });
    bench.nowMs += 29_999;
    expect(breakerOf(bench).kind).toBe("open");
    bench.nowMs += 1;
    expect(breakerOf(bench)).toEqual({ kind: "half_open", probing: false });
  });

  test("opens on the error rate: at the 20th request, when 4 of 20 failed apart from each other", () => {
    const bench = benchOf();
    for (let block = 0; block < 4; block++) {
      bench.attempt("a", completed(), 4);
      expect(breakerOf(bench).kind).toBe("closed");
      bench.attempt("a", failed("status"));
    }
    expect(breakerOf(bench)).toMatchObject({ kind: "open", because: "error_rate" });
  });

  test("lets one probe through at a time, and closes with its first token", () => {
    const bench = benchOf();
    bench.attempt("a", failed("status"), 5);
    bench.nowMs += 30_000;
    const probe = bench.begin("a");
    expect(breakerOf(bench)).toEqual({ kind: "half_open", probing: true });
    expect(bench.plan().skipped).toMatchObject([{ name: "a", reason: "breaker_probing" }]);
    bench.state.firstToken(probe, bench.nowMs + 200);
    expect(breakerOf(bench)).toEqual({ kind: "closed", consecutiveFailures: 0 });
    expect(bench.plan().skipped).toEqual([]);
    expect(bench.end(probe)).toBe(true);
  });

  test("opens again for 30 s when the probe fails", () => {
    const bench = benchOf();
    bench.attempt("a", failed("status"), 5);
    bench.nowMs += 30_000;
    bench.attempt("a", failed("connect"));
    expect(breakerOf(bench)).toEqual({ kind: "open", untilMs: bench.nowMs + 30_000, because: "probe_failed" });
  });

  test.each([
    ["cancelled", cancelled],
    ["rejected with 400", rejected],
    ["rate limited", failed("rate_limited")],
    ["refused for its credentials", failed("credentials")],
  ])("probes again after a probe that was %s", (_, outcome) => {
    const bench = benchOf();
    bench.attempt("a", failed("status"), 5);
    bench.nowMs += 30_000;
    bench.attempt("a", outcome);
    expect(breakerOf(bench)).toEqual({ kind: "half_open", probing: false });
  });

  test.each([
    ["rejected with 400", rejected],
    ["cancelled by the caller", cancelled],
    ["out of the caller's total time", failed("total_timeout")],
    ["refused for their credentials", failed("credentials")],
    ["rate limited, fewer than 20 of them", failed("rate_limited")],
  ])("stays closed however many requests are %s", (name, outcome) => {
    const bench = benchOf();
    bench.attempt("a", outcome, name.startsWith("rate") ? 19 : 100);
    expect(breakerOf(bench)).toEqual({ kind: "closed", consecutiveFailures: 0 });
  });

  const harmful: FailureCause[] = [
    "connect",
    "first_token_timeout",
    "response_timeout",
    "idle_timeout",
    "status",
    "cut",
    "stream_error",
    "malformed",
  ];
  test.each(harmful)("opens on 5 failures in a row by %s", (cause) => {
    const bench = benchOf();
    bench.attempt("a", failed(cause), 5);
    expect(breakerOf(bench).kind).toBe("open");
  });
});

describe("a cooldown", () => {
  test("lasts as long as Retry-After says", () => {
    const bench = benchOf();
    bench.attempt("a", failed("rate_limited", { retryAfterMs: 7_000 }));
    expect(bench.plan().skipped).toEqual([{ name: "a", reason: "cooling_down", why: "rate limited, for another 7 s" }]);
    bench.nowMs += 7_000;
    expect(bench.plan().skipped).toEqual([]);
  });

  test("lasts 5 to 6 s when a 429 does not say how long, and at most 1 h when it says a day", () => {
    const bench = benchOf();
    bench.attempt("a", failed("rate_limited"));
    const pauseMs = bench.view("a").health.cooldownUntilMs - bench.nowMs;
    expect(pauseMs).toBeGreaterThanOrEqual(5_000);
    expect(pauseMs).toBeLessThan(6_000);
    bench.attempt("a", failed("rate_limited", { retryAfterMs: 86_400_000 }));
    expect(bench.view("a").health.cooldownUntilMs).toBe(bench.nowMs + 3_600_000);
  });

  test("also follows a 503 that carries Retry-After, which counts as a failure too", () => {
    const bench = benchOf();
    bench.attempt("a", failed("status", { status: 503, retryAfterMs: 2_000 }));
    expect(bench.view("a").health).toMatchObject({
      cooldownUntilMs: bench.nowMs + 2_000,
      breaker: { kind: "closed", consecutiveFailures: 1 },
    });
  });

  test("is never shortened, whatever comes after", () => {
    const outcome = fc.oneof(
      fc.integer({ min: 0, max: 100_000 }).map((retryAfterMs) => failed("rate_limited", { retryAfterMs })),
      fc.constantFrom(
        completed(),
        rejected,
        cancelled,
        failed("rate_limited"),
        failed("status"),
        failed("credentials"),
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(outcome, fc.nat({ max: 5_000 })), { maxLength: 30 }), (steps) => {
        const bench = benchOf();
        let deadlineMs = 0;
        for (const [ended, waitMs] of steps) {
          bench.attempt("a", ended);
          const { cooldownUntilMs } = bench.view("a").health;
          expect(cooldownUntilMs).toBeGreaterThanOrEqual(deadlineMs);
          bench.nowMs += waitMs;
          deadlineMs = cooldownUntilMs > bench.nowMs ? cooldownUntilMs : 0;
        }
      }),
    );
  });
});

describe("wrong credentials", () => {
  test("keep an upstream out, but for one request each 30 s", () => {
    const bench = benchOf();
    bench.attempt("a", failed("credentials"));
    expect(bench.plan().skipped).toMatchObject([
      { name: "a", reason: "credentials", why: "refuses the gateway's credentials" },
    ]);
    bench.nowMs += 30_000;
    expect(bench.plan().skipped).toEqual([]);
    const probe = bench.begin("a");
    expect(bench.plan().skipped).toMatchObject([{ name: "a", reason: "credentials" }]);
    bench.end(probe, failed("credentials"));
    expect(bench.view("a").health.misconfigured).toBe("credentials");
    bench.nowMs += 30_000;
    bench.attempt("a");
    expect(bench.view("a").health.misconfigured).toBeNull();
  });

  test("are forgotten with a config change", () => {
    const bench = benchOf();
    bench.attempt("a", failed("credentials"));
    bench.adopt({ ...bench.table });
    expect(bench.view("a").health.misconfigured).toBeNull();
  });

  test("or a missing model are told apart; where the caller names the model, a missing one marks nobody", () => {
    const bench = benchOf();
    bench.attempt("a", failed("model_not_found"));
    expect(bench.plan().skipped[0]?.why).toBe("does not have the configured model");
    const open = benchOf({ upstreamModel: null });
    open.attempt("a", failed("model_not_found"));
    expect(open.view("a").health.misconfigured).toBeNull();
  });
});

describe("slow start", () => {
  test("ramps from 10 % to 100 % in 30 s after recovery, and is not applied to a new upstream", () => {
    const bench = benchOf({ slowStartMs: 30_000 });
    expect(bench.view("a").health.warmth).toBe(1);
    bench.attempt("a", failed("status"), 5);
    bench.nowMs += 30_000;
    bench.attempt("a");
    const warmths = [0, 3_000, 15_000, 30_000].map((sinceMs) => {
      const { health } = bench.state.view(0, bench.nowMs + sinceMs);
      return health.warmth;
    });
    expect(warmths).toEqual([0.1, 0.1, 0.5, 1]);
  });

  test("scales the weight: of 110 requests right after recovery, 10 go to the one of two that recovered", () => {
    const bench = benchOf({ slowStartMs: 1_000_000 });
    bench.attempt("a", failed("status"), 5);
    bench.nowMs += 30_000;
    bench.attempt("a");
    const turns = Array.from({ length: 110 }, () => bench.first());
    expect(turns.filter((name) => name === "a").length).toBe(10);
  });
});

describe("health checks of an upstream", () => {
  const healthCheck = { path: "/health", intervalMs: 10_000, timeoutMs: 2_000, healthyAfter: 2, unhealthyAfter: 3 };
  const checkedBench = () => benchOf({ healthCheck, slowStartMs: 10_000 });

  test("that fail send requests elsewhere, and say for how long they have", () => {
    const bench = checkedBench();
    bench.state.checked(0, bench.table, bench.nowMs, bench.nowMs);
    bench.nowMs += 40_000;
    expect(bench.plan().skipped).toEqual([
      { name: "a", reason: "health_check", why: "has failed its health checks for 40 s" },
    ]);
    expect(bench.view("a").health.failsChecks).toBe(true);
  });

  test("that pass again bring it back by slow start", () => {
    const bench = checkedBench();
    bench.state.checked(0, bench.table, bench.nowMs, bench.nowMs);
    bench.nowMs += 40_000;
    bench.state.checked(0, bench.table, 0, bench.nowMs);
    expect(bench.plan().skipped).toEqual([]);
    expect(bench.view("a").health).toMatchObject({ warmth: 0.1 });
    bench.nowMs += 5_000;
    bench.state.checked(0, bench.table, 0, bench.nowMs);
    expect(bench.view("a").health).toMatchObject({ warmth: 0.5 });
    expect(bench.view("a").health.failsChecks).toBeUndefined();
  });

  test("that fail everywhere leave the least bad one to be tried", () => {
    const bench = new RouteBench(tableOf([upstreamOf("a", { healthCheck }), upstreamOf("b", { healthCheck })]));
    for (const index of [0, 1]) bench.state.checked(index, bench.table, bench.nowMs, bench.nowMs);
    expect(bench.plan()).toMatchObject({ panic: true, candidates: [{}, {}] });
  });

  test("that a config no longer asks for are forgotten", () => {
    const bench = checkedBench();
    bench.state.checked(0, bench.table, bench.nowMs, bench.nowMs);
    bench.adopt(tableOf([upstreamOf("a"), upstreamOf("b")]));
    expect(bench.plan().skipped).toEqual([]);
  });
});
