const firstMs = 500;
const longestMs = 15_000;

/**
 * How long to wait before connecting for the `attempt`th time (0 is the first retry): doubles from 0.5 s to 15 s, with
 * the upper half at random, so that browsers do not come back all at once.
 */
export function backOffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (ceiling / 2) * random();
}
