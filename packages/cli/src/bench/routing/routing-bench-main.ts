import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { algorithms, findKnee, type Scenario, scenarios } from "@meridian/simulator";
import { runScenario, type ScenarioRuns } from "./run-scenario.ts";
import { scenarioTable } from "./scenario-table.ts";

const usage = `npm run bench:routing -- [options]

Meridian's policies, by the code that the gateway runs, beside what other routers do, in simulated time: frozen scenarios,
medians over seeds with 95 % bootstrap intervals.

  --scenario NAME   only this one (may be given again): ${scenarios.map(({ name }) => name).join(", ")}
  --algorithm NAME  only this one (may be given again): ${algorithms.map(({ name }) => name).join(", ")}
  --seeds N         runs of each: 5
  --first-seed N    of consecutive ones: 101
  --json FILE       writes all figures as JSON
  --find-knee       prints what each scenario's knee is, and nothing else
  --help            this text
`;

const { values } = parseArgs({
  options: {
    scenario: { type: "string", multiple: true },
    algorithm: { type: "string", multiple: true },
    seeds: { type: "string", default: "5" },
    "first-seed": { type: "string", default: "101" },
    json: { type: "string" },
    "find-knee": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(usage);
else main();

function main(): void {
  const seeds = wholeNumber("--seeds", values.seeds);
  const firstSeed = wholeNumber("--first-seed", values["first-seed"]);
  const chosen = named("--scenario", scenarios, values.scenario);
  const compared = named("--algorithm", algorithms, values.algorithm);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  if (values["find-knee"]) return printKnees(chosen);

  const all: ScenarioRuns[] = [];
  for (const scenario of chosen) {
    for (const algorithm of compared.filter(({ regional }) => !regional || scenario.gateways.length > 1)) {
      const runs = runScenario(
        scenario,
        algorithm,
        Array.from({ length: seeds }, (_, at) => firstSeed + at),
      );
      say(
        `${scenario.name}, ${algorithm.name}: ${Math.round(runs.speed).toLocaleString("en-US")} requests/s simulated`,
      );
      all.push(runs);
    }
    process.stdout.write(`\n## ${scenario.name}\n\n${scenario.description}\n\n${scenarioTable(scenario, all)}\n`);
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ firstSeed, seeds, all }, null, 2)}\n`);
}

/** Seeds of their own, so that no table is made with what the knee was found on. */
function printKnees(chosen: readonly Scenario[]): void {
  for (const scenario of chosen.filter(({ kneePerSecond }) => kneePerSecond !== null)) {
    const knees = [1, 2, 3, 4, 5].map((seed) => findKnee(scenario, seed)).sort((a, b) => a - b);
    process.stdout.write(`${scenario.name}: ${knees[2]!.toFixed(1)} requests/s, frozen as ${scenario.kneePerSecond}\n`);
  }
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  return stop(`${option} must be a whole number from 1, not ${text}.`);
}

function named<Named extends { readonly name: string }>(
  option: string,
  all: readonly Named[],
  names: readonly string[] | undefined,
): readonly Named[] {
  const unknown = names?.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined)
    return stop(
      `${option} ${unknown}: there is none of that name. There are: ${all.map(({ name }) => name).join(", ")}.`,
    );
  return names ? all.filter(({ name }) => names.includes(name)) : all;
}

function stop(message: string): never {
  process.stderr.write(`${message}\n\n${usage}`);
  process.exit(2);
}
