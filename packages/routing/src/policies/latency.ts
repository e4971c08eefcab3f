import { clause, noFigures } from "../clause/clause.ts";
import { explorationShare, unseenMs } from "./exploration.ts";
import type { Contender, PolicyAsk, RoutePolicy } from "./policy.ts";
import { sortByScore } from "./sort-by-score.ts";
import { drawnFrom, leastOf, unseenLong } from "./said-by-many.ts";

/** More than this many are too many to compare when several gateways do: two at random are, and the better leads. */
const manyFrom = 9;

/**
 * In flight at which an upstream is taken to be half as fast, if its cap is not lower. 4 to 16 do alike in simulated
 * fleets of engines; 64 sends too much to the fastest.
 */
const crowd = 8;

/** Predictions this close to the best are equal within the noise. */
const noise = 0.05;

/** What is assumed of an upstream that has not answered yet where nothing is known of its peers either. */
const assumedMs = 1_000;

const recovers = clause("tried, for it may have recovered");
const unmeasured = clause("not measured yet, {} in flight");
const predicted = clause("{} ms predicted with {} in flight");
const ofTwo = clause(", better of two drawn from {}");

/**
 * Least predicted time for a request of this size behind the prompts that wait there already, grown by the load in
 * flight. An upstream never measured, or one that may have recovered, gets one request at once.
 */
export const latency: RoutePolicy = {
  order(tier, ask) {
    score(tier, ask);
    const leader = tier.length > 1 && ask.leading ? leaderOf(tier, ask) : null;
    sortByScore(tier);
    if (leader === null || tier[0] === leader) return;
    tier.splice(tier.indexOf(leader), 1);
    tier.unshift(leader);
  },
};

function score(tier: readonly Contender[], { stream, inputTokens, outputTokens, nowMs }: PolicyAsk): void {
  let worstMs = 0;
  for (const contender of tier) {
    const tokensBefore = contender.waitingTokens + inputTokens;
    const predictedMs = contender.latency.predict(stream, tokensBefore, outputTokens, nowMs);
    contender.score = predictedMs ?? -1;
    if (predictedMs !== null && predictedMs > worstMs) worstMs = predictedMs;
  }
  for (const contender of tier) {
    const { inFlight, warmth, maxInFlight } = contender;
    const predictedMs = contender.score;
    if (contender.recovering) {
      contender.score = 0;
      contender.say(recovers, noFigures);
    } else if (predictedMs < 0) {
      // Once in a while only: one that answers nothing but errors of the caller's making is never measured.
      const first = inFlight === 0 && nowMs - contender.begunAtMs >= unseenMs;
      contender.score = first ? 0 : (worstMs || assumedMs) * (2 + inFlight);
      contender.say(unmeasured, [inFlight]);
    } else {
      contender.score = (predictedMs * (1 + inFlight / Math.min(crowd, maxInFlight))) / warmth;
      contender.say(predicted, [Math.round(predictedMs), inFlight]);
    }
  }
}

function leaderOf(tier: readonly Contender[], ask: PolicyAsk): Contender {
  let best = tier[0]!;
  let unseen = best;
  for (const contender of tier) {
    if (contender.score < best.score) best = contender;
    if (contender.begunAtMs < unseen.begunAtMs) unseen = contender;
  }
  if (best.score > 0 && ask.nowMs - unseen.begunAtMs >= unseenMs && ask.random() < explorationShare) {
    unseen.sayToo(unseenLong, noFigures);
    return unseen;
  }
  return tier.length >= manyFrom && best.score > 0 ? betterOfTwo(tier, ask) : drawn(tier, best, ask);
}

function betterOfTwo(tier: readonly Contender[], ask: PolicyAsk): Contender {
  const first = Math.floor(ask.random() * tier.length);
  // The second is another one: drawn from the rest.
  const second = (first + 1 + Math.floor(ask.random() * (tier.length - 1))) % tier.length;
  const better = tier[first]!.score <= tier[second]!.score ? tier[first]! : tier[second]!;
  better.sayToo(ofTwo, [tier.length]);
  return better;
}

/** One of those that are as good as the best, at random. */
function drawn(tier: readonly Contender[], best: Contender, ask: PolicyAsk): Contender {
  const limit = best.score * (1 + noise);
  let chosen = best;
  let alike = 0;
  for (const contender of tier) {
    if (contender.score <= limit && ask.random() * ++alike < 1) chosen = contender;
  }
  if (alike > 1) chosen.sayToo(drawnFrom, [alike]);
  else chosen.sayToo(leastOf, [tier.length]);
  return chosen;
}
