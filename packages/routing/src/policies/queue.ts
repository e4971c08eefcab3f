import { clause } from "../clause/clause.ts";
import type { RoutePolicy } from "./policy.ts";
import { byInFlight, settleTies } from "./settle-ties.ts";
import { sortByScore } from "./sort-by-score.ts";
import { drawnFrom } from "./said-by-many.ts";

const outstanding = clause("{} tokens outstanding in {} in flight");
const ofPeers = clause(", {} of them other gateways'");
const byMetrics = clause(", {} of others and {} waiting by its metrics");
const fewestOf = clause(", fewest of {}");

/**
 * Fewest outstanding first: estimated tokens in flight with this request added, per weight and warmth; then fewest
 * requests in flight; then at random. What other gateways say they have there counts too. Where engines are asked, so does what
 * strangers have there, each request as large as this one, and those that wait once more: all of their work is still to come.
 */
export const queue: RoutePolicy = {
  order(tier, ask) {
    const own = ask.inputTokens + ask.outputTokens;
    for (const contender of tier) {
      const { outstandingTokens, inFlight } = contender;
      const reading = contender.reading?.isFresh(ask.nowMs) ? contender.reading : null;
      const peers = contender.peers.inFlight(ask.nowMs);
      const strangers = Math.max(0, (reading ? reading.others : 0) - peers);
      const all = peers > 0 ? outstandingTokens + contender.peers.outstandingTokens(ask.nowMs) : outstandingTokens;
      const waiting = reading ? reading.waitingWith(inFlight) : 0;
      contender.score = (all + (1 + strangers + waiting) * own) / (contender.weight * contender.warmth);
      contender.say(outstanding, [Math.round(all), inFlight + peers]);
      if (peers > 0) contender.sayToo(ofPeers, [peers]);
      if (reading) contender.sayToo(byMetrics, [strangers, waiting]);
    }
    sortByScore(tier);
    const equals = settleTies(tier, ask.random, byInFlight);
    const first = tier[0]!;
    if (tier.length === 1) return;
    if (equals > 1) first.sayToo(drawnFrom, [equals]);
    else first.sayToo(fewestOf, [tier.length]);
  },
};
