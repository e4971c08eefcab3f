/** How often the machine's wall clock is looked at. */
const followEveryMs = 1_000;

/**
 * The time in epoch ms, with fractions, that never runs backwards. It follows the wall clock forward, so that it stays
 * right over weeks and after the machine slept; when the wall clock is set back it waits.
 */
export function createMonotonicClock(): () => number {
  let offsetMs = Date.now() - performance.now();
  let followedAtMs = performance.now();
  let lastMs = 0;
  return () => {
    const elapsedMs = performance.now();
    if (elapsedMs - followedAtMs >= followEveryMs) {
      followedAtMs = elapsedMs;
      const wallMs = Date.now() - elapsedMs;
      // Date.now has no fractions: below 2 ms the two agree.
      if (Math.abs(wallMs - offsetMs) > 2) offsetMs = wallMs;
    }
    lastMs = Math.max(lastMs, elapsedMs + offsetMs);
    return lastMs;
  };
}
