/** Where its numbers stand, in those of everybody and in those of each thread. */
const [outstandingAt, waitingAt, unreadAt] = [0, 1, 2] as const;

/** How many numbers it takes, and how many more for each thread: what is lost with it when it breaks. */
export const tokensInFlightLength = 3;

/** Estimated tokens of what an upstream has in flight, with each thread's own part of them. */
export class TokensInFlight {
  readonly #all: Float64Array;
  readonly #parts: Float64Array;
  /** Where this thread's own part begins; -1: there are no others. */
  readonly #own: number;

  /** `parts`: of the threads, one after the other. */
  constructor(all: Float64Array, parts: Float64Array, thread: number) {
    this.#all = all;
    this.#parts = parts;
    this.#own = thread < 0 ? -1 : thread * tokensInFlightLength;
  }

  get outstanding(): number {
    return this.#all[outstandingAt]!;
  }

  /** Prompt tokens sent, beyond what is cached, whose reply has not begun. */
  get waiting(): number {
    return this.#all[waitingAt]!;
  }

  /** Of those, the ones of streams: they show when they were read. */
  get unread(): number {
    return this.#all[unreadAt]!;
  }

  begin(estimated: number, uncached: number, shows: boolean): void {
    this.#add(outstandingAt, estimated);
    this.#add(waitingAt, uncached);
    if (shows) this.#add(unreadAt, uncached);
  }

  replyBegins(uncached: number, shows: boolean): void {
    this.#add(waitingAt, -uncached);
    if (shows) this.#add(unreadAt, -uncached);
  }

  /** `last`: nothing is in flight any more, so nothing is outstanding, whatever the rounding of fractions left. */
  end(estimated: number, last: boolean): void {
    this.#add(outstandingAt, -estimated);
    if (last) this.#all[outstandingAt] = this.#all[waitingAt] = this.#all[unreadAt] = 0;
  }

  loseThread(thread: number): void {
    const column = thread * tokensInFlightLength;
    for (const at of [outstandingAt, waitingAt, unreadAt]) {
      this.#all[at] = Math.max(0, this.#all[at]! - this.#parts[column + at]!);
      this.#parts[column + at] = 0;
    }
  }

  #add(at: number, amount: number): void {
    this.#all[at] = Math.max(0, this.#all[at]! + amount);
    if (this.#own >= 0) this.#parts[this.#own + at] = Math.max(0, this.#parts[this.#own + at]! + amount);
  }
}
