import { setTimeout as pause } from "node:timers/promises";

/** Asks, with a pause of `everyMs` between, until the answer is what was waited for, and returns it; fails after `limitMs` with the last answer. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  holds: (answer: T) => boolean,
  limitMs = 10_000,
  everyMs = 10,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`waited ${limitMs} ms in vain: ${what}; last: ${JSON.stringify(answer)}`);
    await pause(everyMs);
  }
}
