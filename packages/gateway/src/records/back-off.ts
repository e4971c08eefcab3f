const firstMs = 100;
const longestMs = 5_000;

/**
 * How long to wait before the next try after `failures` in a row (1 is the first): 100 ms doubling to `mostMs`, of which
 * the upper half is random so that gateways do not come back in step. `random` is 0 ≤ x < 1.
 */
export function backOffMs(failures: number, random: number, mostMs = longestMs): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return full / 2 + (full / 2) * random;
}
