import type { Contender } from "./policy.ts";

/**
 * Sorts in place, lowest score first; equals keep their order. Insertion sort where it is the fastest. `first`: only so many
 * from the beginning, all others being worse.
 */
export function sortByScore(tier: Contender[], first = tier.length): void {
  if (first > 16) {
    tier.sort(compare);
    return;
  }
  for (let from = 1; from < first; from++) {
    const moving = tier[from]!;
    let to = from;
    while (to > 0 && tier[to - 1]!.score > moving.score) {
      tier[to] = tier[to - 1]!;
      to--;
    }
    tier[to] = moving;
  }
}

const compare = (a: Contender, b: Contender): number => a.score - b.score;
