import type { Contender, PolicyAsk } from "./policy.ts";

/** Of longer tiers only the first are spoken of: nobody reads two hundred reasons, and to write them is dear. */
const [long, spokenOf] = [64, 16] as const;

/** Has each of a tier that is in order say why it stands there. */
export function speakFor(
  tier: readonly Contender[],
  { words }: PolicyAsk,
  wordsOf: (contender: Contender) => string,
): void {
  const spoken = tier.length > long ? spokenOf : tier.length;
  const others = `behind the first ${spokenOf} of ${tier.length}`;
  for (let index = 0; index < tier.length; index++) {
    const contender = tier[index]!;
    contender.why = !words ? "" : index < spoken ? wordsOf(contender) : others;
  }
}
