import { learntComplexity } from "./learnt-complexity.ts";
import { type LearntComplexity, PromptSigns, type TextRange } from "./prompt-signs.ts";

const signs = new PromptSigns();

/**
 * How hard a prompt looks, 0 to 1: the share of the prompts that were learnt from which look easier. `ranges`: what of the
 * body the model reads.
 */
export function complexityOf(
  body: Uint8Array,
  ranges: readonly TextRange[],
  learnt: LearntComplexity = learntComplexity,
): number {
  // Where length alone counts nothing else is looked at.
  if (learnt.weights.length === 1) signs.readLength(ranges);
  else signs.read(body, ranges);
  return complexityBySigns(signs.numbers, learnt);
}

/** The same of a prompt whose signs are known. */
export function complexityBySigns(numbers: ArrayLike<number>, { weights, steps }: LearntComplexity): number {
  let sum = 0;
  for (let sign = 0; sign < weights.length; sign++) sum += weights[sign]! * numbers[sign]!;
  return shareBelow(sum, steps);
}

function shareBelow(sum: number, steps: readonly number[]): number {
  const last = steps.length - 1;
  if (!(sum > steps[0]!)) return 0;
  if (sum >= steps[last]!) return 1;
  let step = 1;
  while (steps[step]! <= sum) step++;
  const [from, to] = [steps[step - 1]!, steps[step]!];
  return (step - 1 + (sum - from) / (to - from)) / last;
}
