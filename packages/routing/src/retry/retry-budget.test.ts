import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { routeOf, tableOf, targetOf, upstreamOf } from "../testing/tables.ts";
import { createRetryBudgets } from "./create-retry-budgets.ts";
import { RetryBudget } from "./retry-budget.ts";

const nowMs = 1_700_000_000_000;
const withdrawals = (budget: RetryBudget, atMs: number, tries: number): number =>
  Array.from({ length: tries }, () => budget.tryWithdraw(atMs)).filter(Boolean).length;

describe("a retry budget of 20 %", () => {
  test("allows 100 retries in 10 s without any traffic, and 300 with 1,000 requests", () => {
    expect(withdrawals(new RetryBudget(0.2), nowMs, 500)).toBe(100);
    const busy = new RetryBudget(0.2);
    for (let count = 0; count < 1_000; count++) busy.deposit(nowMs);
    expect(withdrawals(busy, nowMs, 500)).toBe(300);
  });

  test("forgets requests and retries after 10 s", () => {
    const budget = new RetryBudget(0.2);
    for (let count = 0; count < 1_000; count++) budget.deposit(nowMs);
    withdrawals(budget, nowMs, 500);
    expect(withdrawals(budget, nowMs + 9_000, 500)).toBe(0);
    expect(withdrawals(budget, nowMs + 10_000, 500)).toBe(100);
  });

  test("grants a retry only while those of the last 10 s stay within 20 % of its requests, and 100", () => {
    const step = fc.record({
      waitMs: fc.nat({ max: 3_000 }),
      requests: fc.nat({ max: 80 }),
      tries: fc.nat({ max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const budget = new RetryBudget(0.2);
        const events: { second: number; requests: number; retries: number }[] = [];
        let atMs = nowMs;
        for (const { waitMs, requests, tries } of steps) {
          atMs += waitMs;
          for (let count = 0; count < requests; count++) budget.deposit(atMs);
          const retries = withdrawals(budget, atMs, tries);
          const second = Math.floor(atMs / 1_000);
          events.push({ second, requests, retries });
          const recent = events.filter((event) => event.second > second - 10);
          const sum = (of: "requests" | "retries") => recent.reduce((total, event) => total + event[of], 0);
          if (retries > 0) expect(sum("retries")).toBeLessThanOrEqual(0.2 * sum("requests") + 100);
        }
      }),
    );
  });
});

test("a share of 0 forbids every retry", () => {
  expect(withdrawals(new RetryBudget(0), nowMs, 5)).toBe(0);
});

describe("budgets", () => {
  test("are kept by route name over a config change, under the new share", () => {
    const upstreams = [upstreamOf("a")];
    const before = createRetryBudgets(tableOf(upstreams));
    const retry = { maxAttempts: 3, retryOn: [], maxRetryShare: 0.5 };
    const routes = [routeOf([targetOf(0)], { retry }), routeOf([targetOf(0)], { name: "new" })];
    const after = createRetryBudgets({ ...tableOf(upstreams), routes }, before);
    expect(after.get("chat")).toBe(before.get("chat"));
    expect(after.get("chat")?.maxRetryShare).toBe(0.5);
    expect([...after.keys()]).toEqual(["chat", "new"]);
  });
});
