import { unknownTokens } from "../limits/upstream-estimate.ts";
import { availabilityOf, dueInMs, isTimeToWait } from "../plan/availability.ts";
import { type PlanContext, plannedTarget } from "./planned-target.ts";

/**
 * ms until the first of a plan's candidates may be tried again, for the caller who is told to come back; 0: now. null
 * when nobody can know, or when waiting is not what keeps them from serving.
 */
export function dueAgainMs(input: PlanContext & { readonly nowMs: number }): number | null {
  const { ask = unknownTokens } = input;
  let soonest: number | null = null;
  for (const candidate of input.plan.candidates.keys()) {
    const target = plannedTarget(input, candidate);
    if (!target) continue;
    const availability = availabilityOf(target, ask, input.nowMs);
    if (availability === "available") return 0;
    const due = isTimeToWait(availability) ? dueInMs(target, availability, ask, input.nowMs) : null;
    if (due !== null) soonest = Math.min(due, soonest ?? due);
  }
  return soonest;
}
