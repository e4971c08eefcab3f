const kept = 30;

/**
 * How far the gateways' clock is ahead of the browser's, ms. Charts end at the gateways' now, so that a laptop whose clock
 * is off sees the same picture. Of the last 30 ticks the one that travelled fastest tells best.
 */
export class ClockOffset {
  #samples: number[] = [];

  /** A tick that says `remoteMs` arrived at `localMs`. */
  add(remoteMs: number, localMs: number): void {
    this.#samples.push(remoteMs - localMs);
    if (this.#samples.length > kept) this.#samples.shift();
  }

  /** 0 before the first tick. */
  get ms(): number {
    return this.#samples.length === 0 ? 0 : Math.max(...this.#samples);
  }
}
