/** The candidate of the highest score, one of the equals at random; -1 when there is none. */
export function bestOf(
  candidates: readonly number[],
  random: () => number,
  score: (candidate: number) => number,
): number {
  let best = -1;
  let highest = Number.NEGATIVE_INFINITY;
  let equals = 0;
  for (const candidate of candidates) {
    const own = score(candidate);
    if (own < highest) continue;
    equals = own > highest ? 1 : equals + 1;
    highest = own;
    if (random() * equals < 1) best = candidate;
  }
  return best;
}
