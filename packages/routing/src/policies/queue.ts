import type { RoutePolicy } from "./policy.ts";
import { byInFlight, settleTies } from "./settle-ties.ts";
import { sortByScore } from "./sort-by-score.ts";

/**
 * Fewest outstanding first: estimated tokens in flight with this request added, per weight and warmth; then fewest
 * requests in flight; then at random.
 */
export const queue: RoutePolicy = {
  order(tier, ask) {
    const own = ask.inputTokens + ask.outputTokens;
    for (const contender of tier) {
      const { outstandingTokens, inFlight } = contender;
      contender.score = (outstandingTokens + own) / (contender.weight * contender.warmth);
      contender.why = `${Math.round(outstandingTokens)} tokens outstanding in ${inFlight} in flight`;
    }
    sortByScore(tier);
    const equals = settleTies(tier, ask.random, byInFlight);
    const first = tier[0]!;
    if (tier.length > 1) first.why += equals > 1 ? `, drawn from ${equals} alike` : `, fewest of ${tier.length}`;
  },
};
