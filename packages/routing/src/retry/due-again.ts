import { availabilityOf, dueInMs } from "../plan/availability.ts";
import { type PlanContext, plannedTarget } from "./planned-target.ts";

/**
 * ms until the first of a plan's candidates may be tried again, for the caller who is told to come back; 0: now. null
 * when nobody can know, or when waiting is not what keeps them from serving.
 */
export function dueAgainMs(input: PlanContext & { readonly nowMs: number }): number | null {
  let soonest: number | null = null;
  for (const candidate of input.plan.candidates.keys()) {
    const target = plannedTarget(input, candidate);
    if (!target) continue;
    const availability = availabilityOf(target, input.nowMs);
    if (availability === "available") return 0;
    const due = availability === "cooling_down" ? dueInMs(target, availability, input.nowMs) : null;
    if (due !== null) soonest = Math.min(due, soonest ?? due);
  }
  return soonest;
}
