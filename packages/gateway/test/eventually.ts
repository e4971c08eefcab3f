import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks, with a pause of `everyMs` between, until the answer is what was waited for, and returns it; fails after `limitMs` with the
 * last answer. A machine may have stood still meanwhile, and this process has not looked at its sockets since: it is asked once
 * more then.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  holds: (answer: T) => boolean,
  limitMs = 10_000,
  everyMs = 10,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (let late = false; ; ) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (late) throw new Error(`waited ${limitMs} ms in vain: ${what}; last: ${JSON.stringify(answer)}`);
    late = performance.now() > deadline;
    await pause(everyMs);
  }
}
