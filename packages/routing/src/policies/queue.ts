import type { RoutePolicy } from "./policy.ts";
import { byInFlight, settleTies } from "./settle-ties.ts";
import { sortByScore } from "./sort-by-score.ts";

/**
 * Fewest outstanding first: estimated tokens in flight with this request added, per weight and warmth; then fewest
 * requests in flight; then at random. Where engines are asked, what others have there counts too, each request as large
 * as this one, and those that wait once more: all of their work is still to come.
 */
export const queue: RoutePolicy = {
  order(tier, ask) {
    const own = ask.inputTokens + ask.outputTokens;
    for (const contender of tier) {
      const { outstandingTokens, inFlight } = contender;
      const reading = contender.reading?.isFresh(ask.nowMs) ? contender.reading : null;
      const others = reading ? reading.others : 0;
      const waiting = reading ? reading.waitingWith(inFlight) : 0;
      contender.score = (outstandingTokens + (1 + others + waiting) * own) / (contender.weight * contender.warmth);
      contender.why = `${Math.round(outstandingTokens)} tokens outstanding in ${inFlight} in flight`;
      if (reading) contender.why += `, ${others} of others and ${waiting} waiting by its metrics`;
    }
    sortByScore(tier);
    const equals = settleTies(tier, ask.random, byInFlight);
    const first = tier[0]!;
    if (tier.length > 1) first.why += equals > 1 ? `, drawn from ${equals} alike` : `, fewest of ${tier.length}`;
  },
};
