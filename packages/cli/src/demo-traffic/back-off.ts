const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** How long to leave a gateway alone that cannot be reached: 0.5 s, then twice as long each time, up to 10 s. */
export function backOffMs(failuresInARow: number): number {
  return failuresInARow === 0 ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (failuresInARow - 1));
}
