import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "@meridian/simulator";
import { type LearntComplexity, signNames } from "@meridian/routing";
import { heldOutScores, learnComplexity, lengthAlone } from "./learn-weights.ts";
import { readRoutedPrompts } from "./routed-prompts.ts";
import { interval, shareOfGain } from "./share-of-gain.ts";

const usage = `npm run train:complexity -- FOLDER [--write]

Learns how signs of a prompt go with needing the stronger of two models, from RouteLLM's results (CSV files of
\`prompt,CHEAP,STRONG\`, one for each subject), and says how well it tells of subjects that it was not learnt from.

  --write   keeps what was learnt of all subjects in packages/routing/src/complexity/learnt-complexity.ts
`;

const target = join(
  resolve(import.meta.dirname, "..", "..", "..", ".."),
  "packages/routing/src/complexity/learnt-complexity.ts",
);
const [draws, seed] = [1_000, 1] as const;

function main(): void {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: "boolean" } } });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new Error(usage);
  const prompts = readRoutedPrompts(folder);
  const signCount = signNames.length;
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  say(`${prompts.length} prompts of ${new Set(prompts.map(({ subject }) => subject)).size} subjects`);

  const scores = heldOutScores(prompts, signCount);
  const shares = (score: (index: number) => number, draw: readonly number[]) =>
    shareOfGain(draw.map((index) => ({ gain: prompts[index]!.gain, score: score(index) })));
  const all = prompts.map((_, index) => index);
  const byLength = (index: number) => prompts[index]!.characters;
  const byScore = (index: number) => scores[index]!;
  const told = (what: string, figure: (draw: readonly number[]) => number): { readonly from: number } => {
    const [from, to] = interval(draws, seededRandom(seed), prompts.length, figure);
    say(`${what}: ${figure(all).toFixed(3)} (95 % ${from.toFixed(3)} to ${to.toFixed(3)})`);
    return { from };
  };
  told("APGR by length alone", (draw) => shares(byLength, draw));
  told("APGR by what was learnt, of subjects held out", (draw) => shares(byScore, draw));
  const { from } = told("the difference", (draw) => shares(byScore, draw) - shares(byLength, draw));

  const better = from > 0;
  const learnt = better ? learnComplexity(prompts, signCount) : lengthAlone(prompts);
  say(
    better
      ? "What was learnt tells more than length:"
      : "What was learnt does not tell more than length, which counts alone:",
  );
  for (const [sign, weight] of learnt.weights.entries())
    if (weight !== 0) say(`${signNames[sign]}: ${weight.toFixed(4)}`);
  if (values.write) writeFileSync(target, textOf(learnt));
}

const list = (numbers: readonly number[]): string => numbers.map((number) => Number(number.toFixed(5))).join(", ");

const textOf = ({
  weights,
  steps,
}: LearntComplexity): string => `import type { LearntComplexity } from "./prompt-signs.ts";

/** Written by \`npm run train:complexity -- FOLDER --write\`; docs/complexity.md says from what, and how well it tells. */
export const learntComplexity: LearntComplexity = {
  weights: [${list(weights)}],
  steps: [${list(steps)}],
};
`;

main();
