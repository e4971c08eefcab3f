import { complexityBySigns, type LearntComplexity } from "@meridian/routing";
import type { RoutedPrompt } from "./routed-prompts.ts";
import { shareOfGain } from "./share-of-gain.ts";

const stepCount = 20;

/** Signs that are looked at beside length, at most, and what one more has to bring. */
const [mostSigns, leastBetter] = [3, 0.003] as const;
/** Subjects are held out in so many parts. */
const parts = 5;

const inPart = (part: number) => (prompt: RoutedPrompt) => prompt.subject % parts === part;
const notIn = (part: number) => (prompt: RoutedPrompt) => prompt.subject % parts !== part;

/**
 * Length, and whichever signs make it tell better of subjects that it was not learnt from: added one by one while one helps.
 * The prompts' own subjects alone decide which.
 */
export function learnComplexity(prompts: readonly RoutedPrompt[], signCount: number): LearntComplexity {
  // The subjects numbered anew: they are to be held out in parts again.
  const numbers = new Map(
    [...new Set(prompts.map(({ subject }) => subject))].map((subject, index) => [subject, index]),
  );
  const renumbered = prompts.map((prompt) => ({ ...prompt, subject: numbers.get(prompt.subject)! }));
  let chosen = [0];
  let best = heldOutShare(renumbered, chosen);
  while (chosen.length <= mostSigns) {
    const more = Array.from({ length: signCount }, (_, sign) => sign)
      .filter((sign) => !chosen.includes(sign))
      .map((sign) => ({ sign, share: heldOutShare(renumbered, [...chosen, sign]) }))
      .toSorted((a, b) => b.share - a.share)[0];
    if (!more || more.share < best + leastBetter) break;
    chosen = [...chosen, more.sign];
    best = more.share;
  }
  return withSteps(logistic(prompts, chosen, signCount), prompts);
}

function heldOutShare(prompts: readonly RoutedPrompt[], signs: readonly number[]): number {
  const scored = Array.from({ length: parts }, (_, part) => {
    const others = prompts.filter(notIn(part));
    const learnt = withSteps(logistic(others, signs, prompts[0]?.signs.length ?? 0), others);
    return prompts
      .filter(inPart(part))
      .map(({ gain, signs: numbers }) => ({ gain, score: complexityBySigns(numbers, learnt) }));
  });
  return shareOfGain(scored.flat());
}

/** Held out part by part: what each prompt scores by weights that were learnt from other subjects. */
export function heldOutScores(prompts: readonly RoutedPrompt[], signCount: number): readonly number[] {
  const learnt = Array.from({ length: parts }, (_, part) => learnComplexity(prompts.filter(notIn(part)), signCount));
  return prompts.map(({ subject, signs }) => complexityBySigns(signs, learnt[subject % parts]!));
}

/** Sums of what was learnt at even steps of the prompts that it was learnt from: scores of several lessons compare by them. */
function withSteps(weights: readonly number[], prompts: readonly RoutedPrompt[]): LearntComplexity {
  const sums = prompts.map(({ signs }) => weights.reduce((sum, weight, sign) => sum + weight * signs[sign]!, 0));
  const rising = Float64Array.from(sums).sort();
  const steps = Array.from({ length: stepCount + 1 }, (_, step) => {
    return rising[Math.round((step / stepCount) * (rising.length - 1))]!;
  });
  const last = weights.findLastIndex((weight) => weight !== 0);
  return { weights: weights.slice(0, last + 1), steps };
}

/** What is left where nothing learnt tells more. */
export const lengthAlone = (prompts: readonly RoutedPrompt[]): LearntComplexity => withSteps([1], prompts);

const rounds = 25;
const rate = 3;
const shrinking = 1e-3;

/** Logistic regression of whether the strong model gains (1), loses (0) or neither (½), over standardised signs. */
function logistic(prompts: readonly RoutedPrompt[], signs: readonly number[], signCount: number): readonly number[] {
  const count = prompts.length;
  const means = signs.map((sign) => prompts.reduce((sum, each) => sum + each.signs[sign]!, 0) / count);
  const spreads = signs.map(
    (sign, at) => Math.sqrt(prompts.reduce((sum, each) => sum + (each.signs[sign]! - means[at]!) ** 2, 0) / count) || 1,
  );
  const rows = prompts.map((each) => signs.map((sign, at) => (each.signs[sign]! - means[at]!) / spreads[at]!));
  const weights = signs.map(() => 0);
  let bias = 0;
  for (let round = 0; round < rounds; round++) {
    const slopes = signs.map((_, at) => shrinking * weights[at]! * count);
    let slope = 0;
    for (const [index, row] of rows.entries()) {
      let sum = bias;
      for (let at = 0; at < row.length; at++) sum += weights[at]! * row[at]!;
      const error = 1 / (1 + Math.exp(-sum)) - (prompts[index]!.gain + 1) / 2;
      slope += error;
      for (let at = 0; at < row.length; at++) slopes[at]! += error * row[at]!;
    }
    bias -= (rate * slope) / count;
    for (let at = 0; at < weights.length; at++) weights[at]! -= (rate * slopes[at]!) / count;
  }
  const all = Array.from({ length: signCount }, () => 0);
  for (const [at, sign] of signs.entries()) all[sign] = weights[at]! / spreads[at]!;
  return all;
}
