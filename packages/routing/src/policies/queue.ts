import type { Contender, PolicyAsk, RoutePolicy } from "./policy.ts";
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
    const equals = settleTies(tier, ask);
    const first = tier[0]!;
    if (tier.length > 1) first.why += equals > 1 ? `, drawn from ${equals} alike` : `, fewest of ${tier.length}`;
  },
};

/** Orders runs of equal score by requests in flight, equals among those at random. Returns how many were alike at the top. */
function settleTies(tier: Contender[], ask: PolicyAsk): number {
  let alikeAtTop = 1;
  for (let from = 0; from < tier.length; ) {
    let to = from + 1;
    while (to < tier.length && tier[to]!.score === tier[from]!.score) to++;
    if (to - from > 1) {
      shuffle(tier, from, to, ask.random);
      byInFlight(tier, from, to);
    }
    if (from === 0) while (alikeAtTop < to && tier[alikeAtTop]!.inFlight === tier[0]!.inFlight) alikeAtTop++;
    from = to;
  }
  return alikeAtTop;
}

function shuffle(tier: Contender[], from: number, to: number, random: () => number): void {
  for (let last = to - 1; last > from; last--) {
    const other = from + Math.floor(random() * (last - from + 1));
    const moved = tier[last]!;
    tier[last] = tier[other]!;
    tier[other] = moved;
  }
}

/** Runs are nearly always of idle upstreams, which are in order already. */
function byInFlight(tier: Contender[], from: number, to: number): void {
  const run = tier.slice(from, to).sort((a, b) => a.inFlight - b.inFlight);
  for (let index = 0; index < run.length; index++) tier[from + index] = run[index]!;
}
