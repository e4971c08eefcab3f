import { roundRobin } from "../peers/round-robin.ts";
import { runFigures } from "../simulation/run-figures.ts";
import { simulate } from "../simulation/simulate.ts";
import type { Scenario } from "./scenario.ts";

/** Share of first tokens that must come in time. */
const inTime = 0.99;

/** Most requests a second, to 1 %, that round robin serves in time. Faults, quotas and tiers are left out. */
export function findKnee(scenario: Scenario, seed = 1): number {
  const upstreams = scenario.upstreams.map((one) => ({ ...one, faults: [], quota: null, readyAtMs: 0, priority: 1 }));
  const holds = (requestsPerSecond: number) => {
    const workload = scenario.workload(seed, requestsPerSecond);
    const result = simulate({ ...scenario, upstreams, workload, router: roundRobin, seed });
    return runFigures(result, { ...scenario, upstreams }).attainment >= inTime;
  };
  let [low, high] = [0, 1];
  while (holds(high)) [low, high] = [high, 2 * high];
  while (high - low > 0.01 * high) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
