import type { InFlightCount, StateLock } from "@meridian/routing";

/** Who shares: every environment, with what it has in flight, and what they have together. */
export type Sharers = {
  readonly lock: StateLock;
  readonly size: number;
  readonly inFlight: InFlightCount;
  all(): Iterable<{ readonly inFlight: InFlightCount }>;
};

/**
 * Bounds the requests in flight of the whole gateway, in all its threads, and shares the bound between its environments:
 * half of it is kept for them in even parts, the other half is whoever's comes first. So one that floods is stopped when
 * the common half is full, and each of the others still has its own part.
 */
export class InFlightShares {
  readonly #most: number;
  readonly #sharers: Sharers;

  constructor(most: number, sharers: Sharers) {
    this.#most = most;
    this.#sharers = sharers;
  }

  /** Takes a place until `leave`; false when the environment has none. */
  enter(mine: InFlightCount): boolean {
    const { lock, inFlight } = this.#sharers;
    lock.take();
    try {
      if (!this.#hasRoom(mine)) return false;
      mine.add(1);
      inFlight.add(1);
      return true;
    } finally {
      lock.release();
    }
  }

  leave(mine: InFlightCount): void {
    const { lock, inFlight } = this.#sharers;
    lock.take();
    mine.add(-1);
    inFlight.add(-1);
    lock.release();
  }

  #hasRoom(mine: InFlightCount): boolean {
    const { size, inFlight } = this.#sharers;
    const own = this.#ownPart(size);
    if (mine.all < own) return true;
    const common = this.#most - own * size;
    // Added up only when the common part may be full.
    return inFlight.all < common || this.#beyond(own) < common;
  }

  /** What each environment has for itself: at least one place, as long as there is one for each. */
  #ownPart(environments: number): number {
    return Math.max(Math.floor(this.#most / 2 / environments), this.#most >= environments ? 1 : 0);
  }

  /** In flight beyond environments' own parts. */
  #beyond(own: number): number {
    let beyond = 0;
    for (const { inFlight } of this.#sharers.all()) beyond += Math.max(0, inFlight.all - own);
    return beyond;
  }
}
