import { type LadderVariant, ladderVariants, runFigures, simulate } from "@meridian/simulator";
import { estimateOf } from "./confidence.ts";
import type { ScenarioRuns } from "./run-scenario.ts";

/** Mean TTFT in seconds over the whole ladder: llm-d/llm-d-kv-cache @ 7be76e119ca5 (Apache-2.0). */
const published = [
  ["llm-d 3/2/2 precise", 0.298],
  ["llm-d 1/1/1", 13.316],
  ["random", 45.281],
  ["llm-d load only", 46.987],
] as const;

/** One variant of the ladder: mean TTFT in seconds of each that was published, in their order; medians over seeds. */
export type LadderRow = { readonly change: string | null; readonly seconds: readonly number[] };

/** Many changes say more than many seeds, which differ by little. */
const seedsOfEach = 2;

export function runLadderVariants(firstSeed: number): readonly LadderRow[] {
  const seeds = Array.from({ length: seedsOfEach }, (_, at) => firstSeed + at);
  return ladderVariants.map(({ change, scenario, routers }) => ({
    change,
    seconds: routers.map((router) => estimateOf(seeds.map((seed) => meanSeconds(scenario, router, seed))).median),
  }));
}

function meanSeconds(
  scenario: LadderVariant["scenario"],
  router: LadderVariant["routers"][number],
  seed: number,
): number {
  const result = simulate({ ...scenario, workload: scenario.workload(seed, 0), router, seed });
  return runFigures(result, scenario).firstTokenMs.mean / 1_000;
}

/** What was published beside what is simulated, and what the difference may come of. */
export function besidePublished(all: readonly ScenarioRuns[], variants: readonly LadderRow[] | null): string {
  const rows = published.flatMap(([algorithm, seconds]) => {
    const own = all.find((runs) => runs.scenario === "b2b-saas-73" && runs.algorithm === algorithm);
    const simulated = own && estimateOf(own.runs.map((run) => run.firstTokenMs.mean)).median / 1_000;
    return simulated === undefined ? [] : [`| ${algorithm} | ${text(seconds)} | ${text(simulated)} |`];
  });
  return `
Beside what llm-d published (llm-d/llm-d-kv-cache @ 7be76e119ca5, one run each), mean TTFT over the ladder:

| | published, s | simulated, s |
|---|---:|---:|
${rows.join("\n")}

The engine's constants lie between those that were published for Qwen3-32B, and were not fitted to these runs; tokenising, the
scheduler and HTTP take no time.
${variants === null ? "What moves these figures was not looked at in this run: `--variants` does.\n" : variantsText(variants)}`;
}

/** A change moves a figure when it becomes a tenth more or less, and 50 ms. */
const [movedBy, movedBySeconds] = [0.1, 0.05] as const;

function variantsText(rows: readonly LadderRow[]): string {
  const [unchanged, ...changed] = rows;
  if (!unchanged) return "";
  const ones = changed.filter(({ change }) => !isMany(change));
  const still = ones.filter(({ seconds }) =>
    seconds.every(
      (value, at) =>
        Math.abs(value - unchanged.seconds[at]!) <= Math.max(movedBySeconds, movedBy * unchanged.seconds[at]!),
    ),
  );
  return `
What moves them, one change at a time and some together; medians over ${seedsOfEach} seeds, mean TTFT in seconds:

| | ${published.map(([algorithm]) => algorithm).join(" | ")} |
|---|${published.map(() => "---:|").join("")}
| published | ${published.map(([, seconds]) => text(seconds)).join(" | ")} |
${rows.map(({ change, seconds }) => `| ${change ?? "as in the table above"} | ${seconds.map(text).join(" | ")} |`).join("\n")}

The one change that brings each nearest to what was published: ${published.map(([algorithm, seconds], at) => `${algorithm}, ${nearest(ones, at, seconds)}`).join("; ")}.
${still.length === 0 ? "Each of them moves something." : `Nothing moves by a tenth and 50 ms when ${still.map(({ change }) => `*${change}*`).join(", or ")}.`}
${changed
  .filter(({ change }) => isMany(change))
  .map(
    ({ change, seconds }) =>
      `*${change}*: ${seconds.map((value, at) => `${(value / published[at]![1]).toFixed(2)} ×`).join(", ")} what was published.`,
  )
  .join("\n")}
What comes near together need not be what differed: the report does not say how long tokenising and the scheduler took, nor in
which order users came. Its configuration lets the estimate look at 256 blocks of 16 tokens of a prompt's 450: no further than
the group's system prompt, which is why each user's own cache is left to chance.
`;
}

const isMany = (change: string | null): boolean => change?.startsWith("together") === true;

function nearest(rows: readonly LadderRow[], at: number, seconds: number): string {
  const apart = ({ seconds: own }: LadderRow) => Math.abs(Math.log(own[at]! / seconds));
  const best = rows.toSorted((a, b) => apart(a) - apart(b))[0];
  return best ? `*${best.change}*, ${text(best.seconds[at]!)} for ${text(seconds)}` : "none";
}

const text = (seconds: number): string => seconds.toFixed(2);
