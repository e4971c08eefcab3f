import { describe, expect, it } from "vitest";
import type { Route } from "../routing-table.ts";
import { completed, failed } from "../testing/outcomes.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, targetOf, upstreamOf } from "../testing/tables.ts";
import { createRetryBudgets } from "./create-retry-budgets.ts";
import { hedgeDelayMs, hedgeStep } from "./hedge-step.ts";
import type { RetryBudget } from "./retry-budget.ts";

const hedge = { after: "p95", maxExtraShare: 0.05 } as const;

class HedgeBench extends RouteBench {
  readonly budget: RetryBudget;
  constructor(more: Partial<Route> = {}) {
    const targets = [targetOf(0, 1, 1), targetOf(1, 1, 2), targetOf(2, 1, 3)];
    super(
      tableOf(
        ["a", "b", "c"].map((name) => upstreamOf(name, { maxInFlight: 4 })),
        { targets, hedge, ...more },
      ),
    );
    this.budget = createRetryBudgets(this.table).get("chat")!;
  }
  context() {
    return { table: this.table, state: this.state, plan: this.plan() };
  }
  /** Whom it asks beside `a`, by name. */
  beside(context = this.context()): string | null {
    const { budget, overrides, nowMs } = this;
    const candidate = hedgeStep({ ...context, waitingFor: 0, budget, overrides, nowMs });
    return candidate === null ? null : (context.plan.candidates[candidate]?.name ?? null);
  }
  deposits(count: number): void {
    for (let n = 0; n < count; n++) this.budget.deposit(this.nowMs);
  }
}

describe("hedging", () => {
  it("asks the next of the plan that may be tried", () => {
    const bench = new HedgeBench();
    bench.deposits(200);
    const context = bench.context();
    bench.begin("a");
    expect(bench.beside(context)).toBe("b");
    bench.attempt("b", failed("status"), 5);
    expect(bench.beside(context)).toBe("c");
    bench.overrides = [{ kind: "drain", upstream: "c", expiresAtMs: bench.nowMs + 1 }] as never;
    expect(bench.beside(context)).toBeNull();
  });

  it("asks nobody who has as much in flight: while all are busy nothing is sent twice", () => {
    const bench = new HedgeBench();
    bench.deposits(1_000);
    const context = bench.context();
    for (const name of ["a", "b", "c"]) for (let n = 0; n < 2; n++) bench.begin(name);
    expect(bench.beside(context)).toBeNull();
    bench.begin("a");
    expect(bench.beside(context)).toBe("b");
  });

  it("asks for at most its share of the route's requests of the last 10 s: 5 of 100, and none of 19", () => {
    const bench = new HedgeBench();
    const context = bench.context();
    bench.begin("a");
    bench.deposits(19);
    expect(bench.beside(context)).toBeNull();
    bench.deposits(81);
    const asked = Array.from({ length: 50 }, () => bench.beside(context)).filter((name) => name !== null);
    expect(asked).toHaveLength(5);
    bench.nowMs += 11_000;
    expect(bench.beside(context)).toBeNull();
  });

  it("waits for as long as 95 of 100 streams of that size take there, and for ever where nobody knows", () => {
    const bench = new HedgeBench();
    const delay = () => hedgeDelayMs(bench.context(), hedge, 0, 100, bench.nowMs);
    expect(delay()).toBeNull();
    for (let n = 0; n < 40; n++) bench.attempt("a", completed(200));
    expect(delay()).toBeGreaterThanOrEqual(200);
    expect(delay()).toBeLessThan(1_000);
    expect(hedgeDelayMs(bench.context(), { ...hedge, after: 70 }, 0, 100, bench.nowMs)).toBe(70);
  });

  it("keeps what its budget has spent over a change of the config, and lets it go with the hedge", () => {
    const bench = new HedgeBench();
    bench.deposits(100);
    const before = new Map([["chat", bench.budget]]);
    expect(createRetryBudgets(bench.table, before).get("chat")?.hedges?.tryWithdraw(bench.nowMs)).toBe(true);
    const { hedge: _, ...route } = bench.table.routes[0]!;
    expect(createRetryBudgets({ ...bench.table, routes: [route] }, before).get("chat")?.hedges).toBeNull();
  });
});
