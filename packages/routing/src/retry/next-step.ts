import type { FailureCause, Outcome } from "../outcome.ts";
import type { Override } from "../override.ts";
import { unknownTokens } from "../limits/upstream-estimate.ts";
import { availabilityOf, dueInMs, isBadHealth, isTimeToWait } from "../plan/availability.ts";
import type { PlanTarget } from "../plan/plan-target.ts";
import type { RoutePlan } from "../route-plan.ts";
import type { GiveUpReason, RetryStep } from "../retry-step.ts";
import type { Route } from "../routing-table.ts";
import { backoffMs } from "./backoff.ts";
import { type PlanContext, plannedTarget } from "./planned-target.ts";
import type { RetryBudget } from "./retry-budget.ts";
import { retryReasonOf } from "./retry-reason.ts";

export type StepInput = PlanContext & {
  readonly route: Route;
  /** Every attempt so far, the failed one last; already given to `RoutingState.end`. */
  readonly attempts: readonly Attempted[];
  readonly budget: RetryBudget;
  readonly contentRelayed: boolean;
  readonly clientGone: boolean;
  readonly noFallback: boolean;
  /** As they stand now, not as they stood when the plan was made. */
  readonly overrides: readonly Override[];
  /** Since the request came. */
  readonly elapsedMs: number;
  readonly nowMs: number;
  readonly random: () => number;
};

/** `candidate` indexes `RoutePlan.candidates`. */
export type Attempted = { readonly candidate: number; readonly outcome: Outcome };

/**
 * Decides what to do after an attempt did not complete. Another upstream is tried at once, first of the same priority,
 * then of the next; when all were tried, the one that is due first again, after a pause of at most 2 s. Takes from the
 * retry budget only when there is something to try.
 */
export function nextStep(input: StepInput): RetryStep {
  const last = input.attempts.at(-1);
  if (!last) throw new Error("nextStep is asked after an attempt");
  const refusal = refusalOf(input, last.outcome);
  if (refusal !== null) return { kind: "give_up", because: refusal };
  const step = fresh(input, last) ?? again(input, last);
  if (step.kind === "attempt") {
    const { totalMs } = input.route.timeouts;
    if (totalMs !== null && input.elapsedMs + step.delayMs >= totalMs)
      return { kind: "give_up", because: "total_timeout" };
    if (!input.budget.tryWithdraw(input.nowMs)) return { kind: "give_up", because: "retry_budget" };
    plannedTarget(input, step.candidate)?.spendCap();
  }
  return step;
}

/** Why there is no further attempt, whatever upstreams there are; null when there may be. */
function refusalOf(input: StepInput, outcome: Outcome): GiveUpReason | null {
  const { route, attempts } = input;
  if (input.clientGone || outcome.kind === "cancelled") return "client_gone";
  if (input.contentRelayed) return "content_relayed";
  if (outcome.kind !== "failed") return "not_retryable";
  if (outcome.cause === "total_timeout") return "total_timeout";
  if (!isUpstreamSetup(outcome)) {
    const reason = retryReasonOf(outcome);
    if (reason === null || !route.retry.retryOn.includes(reason)) return "not_retryable";
  }
  return attempts.length >= route.retry.maxAttempts ? "max_attempts" : null;
}

/** Wrong credentials, a missing model or endpoint are no fault of the request: another upstream may serve it, this one never. */
const isUpstreamSetup = (outcome: Outcome): boolean => outcome.kind === "failed" && setupCauses.includes(outcome.cause);

const setupCauses: readonly FailureCause[] = ["credentials", "model_not_found", "endpoint_not_found"];

/** The next candidate that was not tried yet and may be tried now; null when there is none or others are forbidden. */
function fresh(input: StepInput, last: Attempted): RetryStep | null {
  if (input.noFallback) return null;
  const { plan } = input;
  const order = nearestTierFirst(plan, last.candidate);
  for (const candidate of order) {
    if (input.attempts.some((attempt) => attempt.candidate === candidate)) continue;
    const target = plannedTarget(input, candidate);
    if (target && !isDrained(target, input) && mayTry(target, input)) {
      return { kind: "attempt", candidate, delayMs: 0, as: asOf(plan, last.candidate, candidate) };
    }
  }
  return null;
}

/** The upstream among those tried that may be tried again the soonest, after a pause. */
function again(input: StepInput, last: Attempted): RetryStep {
  const { plan, attempts, noFallback } = input;
  let best: { candidate: number; delayMs: number } | null = null;
  for (const candidate of new Set(attempts.map((attempt) => attempt.candidate))) {
    if (noFallback && candidate !== last.candidate) continue;
    const delayMs = pauseBefore(input, candidate);
    if (delayMs !== null && (best === null || delayMs < best.delayMs)) best = { candidate, delayMs };
  }
  if (best !== null) return { kind: "attempt", ...best, as: asOf(plan, last.candidate, best.candidate) };
  const forbidden = noFallback && plan.candidates.length > 1;
  return { kind: "give_up", because: forbidden ? "no_fallback" : "no_candidate_left" };
}

/** ms to wait before the same upstream is tried again; null when it should not be. */
function pauseBefore(input: StepInput, candidate: number): number | null {
  const { attempts, nowMs, random, ask = unknownTokens } = input;
  const own = attempts.filter((attempt) => attempt.candidate === candidate);
  const target = plannedTarget(input, candidate);
  if (!target || isDrained(target, input) || own.some(({ outcome }) => isUpstreamSetup(outcome))) return null;
  const availability = availabilityOf(target, ask, nowMs);
  if (!isTimeToWait(availability)) return mayTry(target, input) ? backoffMs(own.length, 0, random) : null;
  const dueMs = dueInMs(target, availability, ask, nowMs);
  return dueMs === null ? null : backoffMs(own.length, dueMs, random);
}

/** Whether somebody ordered this upstream out, maybe since the plan was made. Where nothing is ordered it costs nothing. */
const isDrained = ({ upstream }: PlanTarget, { overrides, nowMs }: StepInput): boolean =>
  overrides.some((order) => order.kind === "drain" && order.upstream === upstream.name && order.expiresAtMs > nowMs);

const mayTry = (target: PlanTarget, { plan, nowMs, ask = unknownTokens }: StepInput): boolean => {
  const availability = availabilityOf(target, ask, nowMs);
  return availability === "available" || (plan.panic && isBadHealth(availability));
};

const priorityOf = (plan: RoutePlan, candidate: number): number => plan.candidates[candidate]?.priority ?? 0;

const asOf = (plan: RoutePlan, from: number, to: number): "retry" | "fallback" =>
  priorityOf(plan, to) > priorityOf(plan, from) ? "fallback" : "retry";

/** Candidates of the failed one's priority first, then the rest in the order of the plan. */
function nearestTierFirst(plan: RoutePlan, failed: number): readonly number[] {
  const indexes = plan.candidates.map((_, index) => index);
  const priority = priorityOf(plan, failed);
  return [
    ...indexes.filter((index) => priorityOf(plan, index) === priority),
    ...indexes.filter((index) => priorityOf(plan, index) !== priority),
  ];
}
