import type { TokenEstimate } from "../limits/upstream-estimate.ts";
import type { PlanTarget } from "../plan/plan-target.ts";
import type { RoutePlan } from "../route-plan.ts";
import type { RoutingTable } from "../routing-table.ts";
import type { RoutingState } from "../state/routing-state.ts";

/** A decision, and what it was made with. */
export type PlanContext = {
  readonly plan: RoutePlan;
  /** The table that the plan was made with. */
  readonly table: RoutingTable;
  readonly state: RoutingState;
  /** What the request is expected to use, for upstreams with limits. */
  readonly ask?: TokenEstimate;
};

/** The live target behind `plan.candidates[candidate]`. */
export function plannedTarget({ state, table, plan }: PlanContext, candidate: number): PlanTarget | undefined {
  const planned = plan.candidates[candidate];
  const targets = state.compiled(table).routeOf(plan.route)?.targets;
  return targets?.find((target) => target.upstreamIndex === planned?.upstream && target.priority === planned.priority);
}
