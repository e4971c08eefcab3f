import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  algorithms,
  compareWithLog,
  enginePresets,
  findKnee,
  readEngineLog,
  type Scenario,
  scenarios,
  traceScenario,
} from "@meridian/simulator";
import { evaluationPage } from "./evaluation-page.ts";
import { chatWorkload, checkFleet, fleetTable, fleetWorkload, smallCacheTokens } from "./fleet-check.ts";
import { logTable } from "./log-table.ts";
import { besidePublished, runLadderVariants } from "./published-ladder.ts";
import { routingPlot } from "./routing-plot.ts";
import { routingTargets, subjects } from "./routing-targets.ts";
import { runScenario, type ScenarioRuns } from "./run-scenario.ts";
import { scenarioTable } from "./scenario-table.ts";

const root = resolve(import.meta.dirname, "..", "..", "..", "..", "..");
const publishedPage = join(root, "docs", "routing-evaluation.md");

/** What the published log was made on. */
const loggedModel = enginePresets["llama-3.1-8b-rtx-pro-6000"];

const usage = `npm run bench:routing -- [options]

Meridian's policies, by the code that the gateway runs, beside what other routers do, in simulated time: frozen scenarios,
medians over seeds with 95 % bootstrap intervals. A run of everything writes docs/routing-evaluation.md.

  --scenario NAME   only this one (may be given again): ${scenarios.map(({ name }) => name).join(", ")}
  --algorithm NAME  only this one (may be given again): ${algorithms.map(({ name }) => name).join(", ")}
                    all: every one of them, beside traces
  --trace FILE      the requests of a trace (may be given again): Mooncake's JSON lines, or Azure's CSV; alone unless
                    scenarios are named too
  --log DIR         compares the engine with a real vLLM's log too: requests.jsonl as LLMServingSim has it
  --fleet           compares simulated engines with the same ones as HTTP servers in real time too; takes a minute
  --variants        b2b-saas-73 with one thing changed at a time: what its difference to the published figures may come
                    of; takes a minute
  --seeds N         runs of each: 5
  --first-seed N    of consecutive ones: 401
  --page FILE       writes what was run as Markdown with plots beside it
  --json FILE       writes all figures as JSON
  --find-knee       prints what each scenario's knee is, and nothing else
  --help            this text
`;

const values = readOptions();

function readOptions() {
  try {
    return parseArgs({
      options: {
        scenario: { type: "string", multiple: true },
        algorithm: { type: "string", multiple: true },
        trace: { type: "string", multiple: true },
        log: { type: "string" },
        fleet: { type: "boolean", default: false },
        variants: { type: "boolean", default: false },
        seeds: { type: "string", default: "5" },
        "first-seed": { type: "string", default: "401" },
        page: { type: "string" },
        json: { type: "string" },
        "find-knee": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const seeds = wholeNumber("--seeds", values.seeds);
  const firstSeed = wholeNumber("--first-seed", values["first-seed"]);
  const traces = (values.trace ?? []).map(ofTrace);
  const chosen = [...(traces.length > 0 && !values.scenario ? [] : frozen(values.scenario)), ...traces];
  const compared = named("--algorithm", algorithms, values.algorithm);
  if (values["find-knee"]) return printKnees(chosen);
  const log = values.log === undefined ? null : logTable(compareWithLog(readLog(values.log), loggedModel));
  if (log) process.stdout.write(`\n## The engine against a real one\n\n${log}\n`);
  const fleet = values.fleet ? await fleetTables() : null;
  if (fleet) process.stdout.write(`\n## Simulation and sockets\n\n${fleet}\n`);
  const consecutive = Array.from({ length: seeds }, (_, at) => firstSeed + at);
  const all = chosen.flatMap((scenario) => runAll(scenario, compared, consecutive));
  const variants = values.variants ? runLadderVariants(firstSeed) : null;
  if (variants) process.stdout.write(`\n## b2b-saas-73 beside what was published\n${besidePublished(all, variants)}\n`);
  const targets = Object.fromEntries(subjects.map((subject) => [subject, routingTargets(all, subject)]));
  for (const [subject, each] of Object.entries(targets)) {
    if (each.length > 0) process.stdout.write(`\n${subject}\n`);
    for (const { claim, figure, held } of each)
      process.stdout.write(`${held ? "holds" : "DOES NOT HOLD"}: ${claim}: ${figure}\n`);
  }
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ firstSeed, seeds, all, variants, targets }, null, 2)}\n`);
  const everything = chosen.length - traces.length === scenarios.length && compared.length === algorithms.length;
  const page = values.page ?? (everything ? publishedPage : null);
  if (page === null) return;
  const plots = join(dirname(page), basename(page, ".md"));
  mkdirSync(plots, { recursive: true });
  for (const { name } of chosen) writeFileSync(join(plots, `${name}.svg`), routingPlot(name, all));
  const plotOf = (scenario: string) => `${relative(dirname(page), plots)}/${encodeURIComponent(scenario)}.svg`;
  const command = `npm run bench:routing -- ${whatWasAsked(seeds, firstSeed).join(" ")}`;
  writeFileSync(
    page,
    evaluationPage({ scenarios: chosen, all, targets, log, fleet, variants, command, seeds, plotOf }),
  );
  process.stdout.write(`Written: ${relative(root, page)}\n`);
}

async function fleetTables(): Promise<string> {
  const plain = fleetTable(await checkFleet(fleetWorkload()));
  const chats = fleetTable(await checkFleet(chatWorkload(), smallCacheTokens));
  const size = smallCacheTokens.toLocaleString("en-US");
  return `${plain}\n\nChats behind the instructions of 20 tenants, on engines whose KV caches hold ${size} tokens each:\n\n${chats}`;
}

/** What makes the same page again. Files by their names: where they lie is nobody else's matter. */
function whatWasAsked(seeds: number, firstSeed: number): readonly string[] {
  return [
    ...(values.scenario ?? []).map((name) => `--scenario ${name}`),
    ...(values.algorithm ?? []).map((name) => `--algorithm "${name}"`),
    ...(values.trace ?? []).map((file) => `--trace ${basename(file)}`),
    ...(values.log === undefined ? [] : [`--log ${basename(values.log)}`]),
    ...(values.fleet ? ["--fleet"] : []),
    ...(values.variants ? ["--variants"] : []),
    `--seeds ${seeds}`,
    `--first-seed ${firstSeed}`,
  ];
}

function runAll(scenario: Scenario, compared: typeof algorithms, seeds: readonly number[]): readonly ScenarioRuns[] {
  const all: ScenarioRuns[] = [];
  for (const algorithm of compared.filter(({ regional }) => !regional || scenario.gateways.length > 1)) {
    const runs = runScenario(scenario, algorithm, seeds);
    const speed = Math.round(runs.speed).toLocaleString("en-US");
    process.stderr.write(`${scenario.name}, ${algorithm.name}: ${speed} requests/s simulated\n`);
    all.push(runs);
  }
  process.stdout.write(`\n## ${scenario.name}\n\n${scenario.description}\n\n${scenarioTable(scenario, all)}\n`);
  return all;
}

/** Seeds of their own, so that no table is made with what the knee was found on. */
function printKnees(chosen: readonly Scenario[]): void {
  for (const scenario of chosen.filter(({ kneePerSecond }) => kneePerSecond !== null)) {
    const knees = [1, 2, 3, 4, 5].map((seed) => findKnee(scenario, seed)).sort((a, b) => a - b);
    process.stdout.write(`${scenario.name}: ${knees[2]!.toFixed(1)} requests/s, frozen as ${scenario.kneePerSecond}\n`);
  }
}

const frozen = (names: readonly string[] | undefined): readonly Scenario[] =>
  names?.includes("all") ? scenarios : named("--scenario", scenarios, names);

function ofTrace(file: string): Scenario {
  return asAsked("--trace", file, () => traceScenario(readFileSync(file, "utf8")));
}

function readLog(directory: string): ReturnType<typeof readEngineLog> {
  return asAsked("--log", directory, () => readEngineLog(readFileSync(join(directory, "requests.jsonl"), "utf8")));
}

function asAsked<Result>(option: string, path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    return stop(`${option} ${path}: ${error instanceof Error ? error.message : String(error)}`);
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

if (values.help) process.stdout.write(usage);
else await main();
