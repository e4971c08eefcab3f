import { setImmediate } from "node:timers/promises";

/** Waits for a condition, looking at it as often as the event loop turns; fails after `limitMs` with what was awaited. */
export async function until(what: string, holds: () => boolean, limitMs = 10_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await setImmediate();
  }
}
