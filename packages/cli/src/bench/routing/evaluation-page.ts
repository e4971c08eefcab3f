import type { Scenario } from "@meridian/simulator";
import { besidePublished, type LadderRow } from "./published-ladder.ts";
import type { ScenarioRuns } from "./run-scenario.ts";
import { overallRanking, type RoutingTarget } from "./routing-targets.ts";
import { nameOf, scenarioTable } from "./scenario-table.ts";

/** What stands on the page besides the tables. */
export type Evaluation = {
  readonly scenarios: readonly Scenario[];
  readonly all: readonly ScenarioRuns[];
  readonly targets: Readonly<Record<string, readonly RoutingTarget[]>>;
  /** Table of a real engine's log beside the simulated engine; null: none was given. */
  readonly log: string | null;
  /** Table of engines over real sockets beside simulated ones; null: it was not asked for. */
  readonly fleet: string | null;
  /** llm-d's ladder with something about it changed; null: it was not asked for. */
  readonly variants: readonly LadderRow[] | null;
  readonly command: string;
  readonly seeds: number;
  /** Where the picture of a scenario lies, from the page; null: there are none. */
  readonly plotOf: ((scenario: string) => string) | null;
};

/** The evaluation as Markdown, losses included. */
export function evaluationPage(evaluation: Evaluation): string {
  const { scenarios, all, targets, log, fleet, command, seeds } = evaluation;
  const speed = all.reduce((sum, runs) => sum + 1 / runs.speed, 0);
  const slowest = all.toSorted((a, b) => a.speed - b.speed)[0];
  const ranking = overallRanking(all);
  return `# Routing, evaluated

Written by \`${command}\`; not by hand. Medians over ${seeds} seeds, with the interval that 95 % of bootstrapped medians fall into.
Simulated time: ${thousands(all.length / speed)} requests for each second of one core, over all algorithms${slowest ? `; the least, ${thousands(slowest.speed)}, were ${slowest.algorithm}'s in ${slowest.scenario}` : ""}.

Meridian's policies (bold) run by the code that the gateway runs: \`packages/routing\` with its plans, live state, breakers,
ejection, limits and retries. The others are what their sources define, in \`packages/simulator/src/peers\`, each with its source
and its constants; they retry at most twice, at other upstreams. Engines are simulated step by step with continuous batching,
chunked prefill, a KV cache with preemption and a prefix cache (\`packages/simulator/src/engine\`). Arrivals never wait for
replies. The first tenth of the requests warms up and is not counted. Times are ms; a request that failed has none, and is
not in time.

Utilisation is what is offered ÷ round robin's knee: the most requests a second of which it serves 99 % in time, without
faults, quotas and tiers (\`npm run bench:routing -- --find-knee\`, on seeds of its own).

Adaptive's constants were tuned on seeds 1 to 5 of the frozen scenarios, and which engines it looks at again on seeds 1 to 320 of
three-regions; nothing on the traces, and nothing on seeds from 401 on.

What is not modelled: prefill and decode on different machines, several models on one engine, networks that vary, gateways that
fail. Replies say how much of their prompts was cached, as those of vLLM with \`--enable-prompt-tokens-details\` and of SGLang with
\`--enable-cache-report\`. Several gateways of Meridian tell each other every 250 ms what they have in flight and which prompts they have sent, and
hear it as late as the way between them takes, as gateways over one Redis do; nobody tells them what a cache still holds. Caches that a
peer's router may ask, and peers' queues, are known to it at once. Peers without a notion of priority use the first priority, and
the next for retries.
${log === null ? "" : `\n## The engine against a real one\n\nThe log of a real run of vLLM 0.19 (Llama-3.1-8B on one RTX PRO 6000, 300 requests; casys-kaist/LLMServingSim @ 5daddb21a545, MIT)\nbeside the simulated engine with the same requests at the same times. The constants were fitted to this very run.\n\n${log}\n`}
${fleet === null ? "" : `\n## Simulation and sockets\n\nThe same requests, in turn to the same two engines, in a simulation and as HTTP servers in real time on the machine of this run.\n\n${fleet}\n`}
${Object.entries(targets).map(targetTable).join("")}
${ranking.length < 2 ? "" : `## Overall\n\nGeometric mean over the scenarios of the median p95 TTFT.\n\n| | ms |\n|---|---:|\n${ranking.map((each) => `| ${nameOf(each)} | ${Math.round(each.meanMs).toLocaleString("en-US")} |`).join("\n")}\n`}
${scenarios.map((scenario) => section(scenario, evaluation)).join("\n")}`;
}

const thousands = (value: number): string => Math.round(value).toLocaleString("en-US");

function targetTable([subject, targets]: readonly [string, readonly RoutingTarget[]]): string {
  if (targets.length === 0) return "";
  const rows = targets.map(
    ({ claim, figure, held }) => `| ${held ? "holds" : "**does not hold**"} | ${claim} | ${figure} |`,
  );
  return `\n## What must hold: ${subject}\n\n| | | |\n|---|---|---|\n${rows.join("\n")}\n`;
}

function section(scenario: Scenario, { all, variants, plotOf }: Evaluation): string {
  const { name, description, kneePerSecond, utilisation, objectiveMs } = scenario;
  const load =
    kneePerSecond === null
      ? "Its rates are its own."
      : `${(kneePerSecond * utilisation).toFixed(1)} requests a second, ${utilisation} of round robin's knee of ${kneePerSecond}.`;
  const picture = plotOf ? `\n![TTFT of every algorithm, p95 and p50](${plotOf(name)})\n` : "";
  return `## ${name}

${description} ${load} In time is a first token within ${(objectiveMs / 1_000).toLocaleString("en-US")} s.
${picture}
${scenarioTable(scenario, all)}
${name === "b2b-saas-73" ? besidePublished(all, variants) : ""}`;
}
