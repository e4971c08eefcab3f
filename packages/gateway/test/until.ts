import { setImmediate } from "node:timers/promises";

/**
 * Waits for a condition, looking at it as often as the event loop turns; fails after `limitMs` with what was awaited. A machine may
 * have stood still meanwhile: it is looked at once more, after a turn, then.
 */
export async function until(what: string, holds: () => boolean, limitMs = 10_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (let late = false; !holds(); ) {
    if (late) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    late = performance.now() > deadline;
    await setImmediate();
  }
}
