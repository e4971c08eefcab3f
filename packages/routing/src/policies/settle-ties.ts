import type { Contender } from "./policy.ts";

/**
 * Orders runs of equal score, in a tier that is sorted: by `compare`, and at random what is equal by that as well. Returns
 * how many are alike at the top.
 */
export function settleTies(
  tier: Contender[],
  random: () => number,
  compare: (a: Contender, b: Contender) => number,
): number {
  let alikeAtTop = 1;
  for (let from = 0; from < tier.length; ) {
    let to = from + 1;
    while (to < tier.length && tier[to]!.score === tier[from]!.score) to++;
    if (to - from > 1) {
      shuffle(tier, from, to, random);
      sortRun(tier, from, to, compare);
    }
    if (from === 0) while (alikeAtTop < to && compare(tier[alikeAtTop]!, tier[0]!) === 0) alikeAtTop++;
    from = to;
  }
  return alikeAtTop;
}

export const byInFlight = (a: Contender, b: Contender): number => a.inFlight - b.inFlight;

function shuffle(tier: Contender[], from: number, to: number, random: () => number): void {
  for (let last = to - 1; last > from; last--) {
    const other = from + Math.floor(random() * (last - from + 1));
    const moved = tier[last]!;
    tier[last] = tier[other]!;
    tier[other] = moved;
  }
}

/** Runs are nearly always of idle upstreams, which are in order already. */
function sortRun(tier: Contender[], from: number, to: number, compare: (a: Contender, b: Contender) => number): void {
  const run = tier.slice(from, to).sort(compare);
  for (let index = 0; index < run.length; index++) tier[from + index] = run[index]!;
}
