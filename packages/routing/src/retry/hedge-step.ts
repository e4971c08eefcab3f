import { unknownTokens } from "../limits/upstream-estimate.ts";
import type { Override } from "../override.ts";
import { availabilityOf } from "../plan/availability.ts";
import type { HedgeOptions } from "../routing-table.ts";
import { type PlanContext, plannedTarget } from "./planned-target.ts";
import type { RetryBudget } from "./retry-budget.ts";

export type HedgeInput = PlanContext & {
  /** Index of the candidate that is being waited for. */
  readonly waitingFor: number;
  readonly budget: RetryBudget;
  readonly overrides: readonly Override[];
  readonly nowMs: number;
};

/**
 * How long a first token is waited for before somebody else is asked too: within it 95 of 100 streams of this size begin at
 * this candidate. null: nobody knows yet, so nobody is asked.
 */
export function hedgeDelayMs(
  context: PlanContext,
  { after }: HedgeOptions,
  candidate: number,
  inputTokens: number,
  nowMs: number,
): number | null {
  if (after !== "p95") return after;
  return plannedTarget(context, candidate)?.latency.firstTokenP95(inputTokens, nowMs) ?? null;
}

/**
 * Whom to ask beside one that is slow to begin: the next candidate that may be tried and has fewer requests in flight for its
 * weight, so that nobody is asked twice while all are busy. Takes from the route's budget only when there is one; null when
 * there is none.
 */
export function hedgeStep(input: HedgeInput): number | null {
  const { plan, waitingFor, overrides, budget, nowMs, ask = unknownTokens } = input;
  const slow = plannedTarget(input, waitingFor);
  if (!slow || plan.panic) return null;
  for (const [candidate, { name, upstream }] of plan.candidates.entries()) {
    if (upstream === slow.upstreamIndex) continue;
    const drained = overrides.some(
      (order) => order.kind === "drain" && order.upstream === name && order.expiresAtMs > nowMs,
    );
    const target = plannedTarget(input, candidate);
    if (drained || !target || availabilityOf(target, ask, nowMs) !== "available") continue;
    // One that may have recovered is found out about by requests that are not in a hurry.
    if (target.state.recovering(nowMs)) continue;
    if (target.state.inFlight * slow.weight >= slow.state.inFlight * target.weight) continue;
    return budget.hedges?.tryWithdraw(nowMs) === true ? candidate : null;
  }
  return null;
}
