/** A process that has run as long is well: what was before is forgotten. */
export const settledMs = 60_000;

/** Ends within `settledMs` that make a crash loop. */
const endsOfLoop = 5;

const firstWaitMs = 100;
const loopWaitMs = 30_000;

/** When a process that ended by itself is started again: at once, after ever longer waits, and in a loop seldom. */
export class RestartPolicy {
  #endsMs = [];
  #looping = false;

  get looping() {
    return this.#looping;
  }

  /**
   * @param {number} nowMs when it ended
   * @param {number} upMs how long it had run
   * @returns {{ waitMs: number, loopBegins: boolean }} `loopBegins`: this is the end that made it a crash loop
   */
  ended(nowMs, upMs) {
    if (upMs >= settledMs) this.settled();
    this.#endsMs = [...this.#endsMs.filter((endMs) => nowMs - endMs < settledMs), nowMs];
    if (this.#looping) return { waitMs: loopWaitMs, loopBegins: false };
    this.#looping = this.#endsMs.length >= endsOfLoop;
    if (this.#looping) return { waitMs: loopWaitMs, loopBegins: true };
    return { waitMs: firstWaitMs * 2 ** (this.#endsMs.length - 1), loopBegins: false };
  }

  settled() {
    this.#endsMs = [];
    this.#looping = false;
  }
}
