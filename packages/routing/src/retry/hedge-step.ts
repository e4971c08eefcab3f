import { unknownTokens } from "../limits/upstream-estimate.ts";
import type { Override } from "../override.ts";
import { availabilityOf } from "../plan/availability.ts";
import type { RoutePlan } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import type { HedgeOptions } from "../routing-table.ts";
import { type PlanContext, plannedTarget } from "./planned-target.ts";
import type { RetryBudget } from "./retry-budget.ts";

type Waiting = PlanContext & {
  /** Index of the candidate that is being waited for. */
  readonly waitingFor: number;
  readonly overrides: readonly Override[];
  readonly nowMs: number;
};

export type HedgeInput = Waiting & { readonly budget: RetryBudget };

/** Why nobody is asked beside a request's first upstream, however slow it is; null: somebody may be. */
export function neverHedged({ stream, needs, noFallback }: RouteRequest, { candidates }: RoutePlan): string | null {
  if (!stream) return "the reply is not streamed";
  if (needs.tools) return "it may call tools, and nothing is to be done twice";
  if (noFallback) return "its caller forbids other upstreams";
  return candidates.length < 2 ? "there is nobody else" : null;
}

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

/** Whom to ask beside one that is slow to begin. Takes from the route's budget when there is one; null when there is none. */
export function hedgeStep(input: HedgeInput): number | null {
  const candidate = whomBeside(input);
  return candidate !== null && input.budget.hedges?.tryWithdraw(input.nowMs) === true ? candidate : null;
}

/**
 * The next candidate that may be tried and has fewer requests in flight for its weight, so that nobody is asked twice while all
 * are busy.
 */
export function whomBeside(input: Waiting): number | null {
  const { plan, waitingFor, overrides, nowMs, ask = unknownTokens } = input;
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
    return candidate;
  }
  return null;
}
