import type { RunFigures, Scenario } from "@meridian/simulator";
import { type Estimate, estimateOf } from "./confidence.ts";
import { takenOutPerHour } from "./routing-targets.ts";
import type { ScenarioRuns } from "./run-scenario.ts";

type Column = {
  readonly title: string;
  readonly value: (run: RunFigures) => number;
  readonly text: (value: number) => string;
  /** With its interval. */
  readonly interval?: boolean;
};

const ms = (value: number) => (Number.isNaN(value) ? "–" : Math.round(value).toLocaleString("en-US"));
const percent = (value: number) => `${(100 * value).toFixed(value > 0.995 && value < 1 ? 2 : 1)} %`;

const columns: readonly Column[] = [
  { title: "TTFT p50", value: (run) => run.firstTokenMs.p50, text: ms },
  { title: "TTFT p95", value: (run) => run.firstTokenMs.p95, text: ms, interval: true },
  { title: "TTFT p99", value: (run) => run.firstTokenMs.p99, text: ms, interval: true },
  { title: "E2E p50", value: (run) => run.endToEndMs.p50, text: ms },
  { title: "E2E p95", value: (run) => run.endToEndMs.p95, text: ms },
  { title: "E2E p99", value: (run) => run.endToEndMs.p99, text: ms },
  { title: "in time", value: (run) => run.attainment, text: percent, interval: true },
  { title: "succeeded", value: (run) => run.success, text: percent },
  { title: "tokens/s", value: (run) => run.outputTokensPerSecond, text: ms },
  { title: "cache hits", value: (run) => run.hitRate, text: percent },
  { title: "taken out/h", value: takenOutPerHour, text: (value) => value.toFixed(2) },
  { title: "429s", value: (run) => run.rateLimitedShare, text: percent },
  { title: "$/1,000", value: (run) => run.costUsdPerThousand, text: (value) => value.toFixed(3) },
];

/** Columns that say nothing where every value is the same and nothing. */
const silent = ["cache hits", "taken out/h", "429s", "$/1,000"];

/** One scenario as a Markdown table: medians over seeds, with intervals where they matter; best p95 first. */
export function scenarioTable(scenario: Scenario, all: readonly ScenarioRuns[]): string {
  const own = all.filter((runs) => runs.scenario === scenario.name);
  const rows = own
    .map((runs) => ({ runs, estimates: columns.map(({ value }) => estimateOf(runs.runs.map(value))) }))
    .sort((a, b) => a.estimates[1]!.median - b.estimates[1]!.median);
  const shown = columns.flatMap(({ title }, at) =>
    silent.includes(title) && rows.every(({ estimates }) => !(estimates[at]!.median > 0)) ? [] : [at],
  );
  return [
    `| | ${shown.map((at) => columns[at]!.title).join(" | ")} |`,
    `|---|${shown.map(() => "---:").join("|")}|`,
    ...rows.map(
      ({ runs, estimates }) =>
        `| ${nameOf(runs)} | ${shown.map((at) => cell(columns[at]!, estimates[at]!)).join(" | ")} |`,
    ),
  ].join("\n");
}

/** Meridian's policies stand in bold. */
export const nameOf = ({ algorithm, own }: Pick<ScenarioRuns, "algorithm" | "own">): string =>
  own ? `**${algorithm}**` : algorithm;

function cell({ text, interval }: Column, { median, low, high }: Estimate): string {
  return interval && low !== high ? `${text(median)} (${text(low)}–${text(high)})` : text(median);
}
