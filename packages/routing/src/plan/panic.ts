import type { Candidate } from "../route-plan.ts";
import type { PlanTarget } from "./plan-target.ts";

/**
 * When every upstream that may serve is ejected or has its breaker open, refusing all would turn a partial failure into
 * a whole one. They are tried all the same, the least bad first: lowest share of recent failures, then priority.
 */
export function panicCandidates(unhealthy: readonly PlanTarget[]): Candidate[] {
  const targets = [...unhealthy].sort(
    (a, b) => a.state.health.recentFailureShare - b.state.health.recentFailureShare || a.priority - b.priority,
  );
  targets[0]?.spendCap();
  return targets.map(({ upstreamIndex, upstream, priority, state }, rank) => {
    const share = state.health.recentFailureShare;
    const failures = `${Math.round(share * 100)} % of its last requests failed`;
    const why = rank === 0 ? `nothing is healthy, least bad of ${targets.length}: ${failures}` : failures;
    return { upstream: upstreamIndex, name: upstream.name, priority, score: share, why };
  });
}
