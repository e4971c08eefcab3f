import { type Algorithm, type RunFigures, runFigures, type Scenario, simulate } from "@meridian/simulator";

/** What an algorithm made of a scenario, once for each seed. */
export type ScenarioRuns = {
  readonly scenario: string;
  readonly algorithm: string;
  readonly own: boolean;
  readonly runs: readonly RunFigures[];
  /** Simulated requests for each second of a core's time, over all runs. */
  readonly speed: number;
};

export function runScenario(scenario: Scenario, algorithm: Algorithm, seeds: readonly number[]): ScenarioRuns {
  let requests = 0;
  let cpuMs = 0;
  const runs = seeds.map((seed) => {
    const workload = scenario.workload(seed, (scenario.kneePerSecond ?? 0) * scenario.utilisation);
    const from = process.cpuUsage();
    const result = simulate({ ...scenario, workload, router: algorithm.router(scenario), seed });
    const { user, system } = process.cpuUsage(from);
    cpuMs += (user + system) / 1000;
    requests += workload.arrivalMs.length;
    return runFigures(result, scenario);
  });
  const { name: algorithmName, own } = algorithm;
  return { scenario: scenario.name, algorithm: algorithmName, own, runs, speed: (1000 * requests) / cpuMs };
}
