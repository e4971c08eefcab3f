import { type Algorithm, type RunFigures, runFigures, type Scenario, simulate } from "@meridian/simulator";
import { percentile } from "../../percentile.ts";

/** What an algorithm made of a scenario, once for each seed. */
export type ScenarioRuns = {
  readonly scenario: string;
  readonly algorithm: string;
  readonly own: boolean;
  readonly runs: readonly RunFigures[];
  /**
   * Simulated requests for each second of a core's time: the median of the runs. The first takes up to twice as long as the others,
   * while the program is compiled.
   */
  readonly speed: number;
};

export function runScenario(scenario: Scenario, algorithm: Algorithm, seeds: readonly number[]): ScenarioRuns {
  const speeds: number[] = [];
  const runs = seeds.map((seed) => {
    const workload = scenario.workload(seed, (scenario.kneePerSecond ?? 0) * scenario.utilisation);
    const from = process.cpuUsage();
    const result = simulate({ ...scenario, workload, router: algorithm.router(scenario), seed });
    const { user, system } = process.cpuUsage(from);
    speeds.push((1_000_000 * workload.arrivalMs.length) / (user + system));
    return runFigures(result, scenario);
  });
  const { name: algorithmName, own } = algorithm;
  return { scenario: scenario.name, algorithm: algorithmName, own, runs, speed: percentile(speeds, 0.5) ?? 0 };
}
