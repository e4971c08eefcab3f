import type { Contender, PolicyAsk } from "./policy.ts";
import { sortByScore } from "./sort-by-score.ts";

/**
 * Smooth weighted round-robin, as nginx's: each turn everyone earns its weight and the richest pays the sum of all. With
 * whole weights each window of as many turns as the sum of the weights holds exact shares. Fallback tiers are drawn at
 * random by weight: their turns are not taken, so the order must not stand still.
 */
export function smoothOrder(tier: Contender[], ask: PolicyAsk, weightOf: (contender: Contender) => number): void {
  let total = 0;
  for (const contender of tier) {
    const weight = weightOf(contender);
    total += weight;
    if (ask.leading) {
      contender.credit += weight;
      contender.score = -contender.credit;
    } else {
      contender.score = -Math.log(1 - ask.random()) / weight;
    }
  }
  sortByScore(tier);
  if (ask.leading) tier[0]!.credit -= total;
}
