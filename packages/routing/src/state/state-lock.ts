/** Whoever holds it may change what threads share, and sees what the one before has changed. It may be taken again meanwhile. */
export interface StateLock {
  take(): void;
  release(): void;
}

/** For one thread, which is never interrupted. */
export const noLock: StateLock = { take() {}, release() {} };

/** Where the holder stands in the lock's words, and how many wait. */
const holder = 0;
const waiting = 1;

/** Sections are a few microseconds long: looking again is cheaper than sleeping. */
const looks = 200;

/** A wake-up that went missing costs at most this much. */
const longestSleepMs = 5;

/** One lock for all threads of a gateway, in memory that they share. A thread that died with it is put out by another. */
export class ThreadLock implements StateLock {
  readonly #words: Int32Array;
  readonly #me: number;
  #depth = 0;

  static readonly bytes = 8;

  /** `me`: this thread's number, unlike every other's and above 0. */
  constructor(buffer: SharedArrayBuffer, me: number) {
    this.#words = new Int32Array(buffer);
    this.#me = me;
  }

  take(): void {
    if (this.#depth++ > 0) return;
    for (let look = 0; look < looks; look++) {
      const free = Atomics.load(this.#words, holder) === 0;
      if (free && Atomics.compareExchange(this.#words, holder, 0, this.#me) === 0) return;
    }
    this.#takeSleeping();
  }

  release(): void {
    if (--this.#depth > 0) return;
    Atomics.store(this.#words, holder, 0);
    if (Atomics.load(this.#words, waiting) > 0) Atomics.notify(this.#words, holder, 1);
  }

  /** A thread is gone and can no longer give it back. */
  releaseOf(gone: number): void {
    if (Atomics.compareExchange(this.#words, holder, gone, 0) === gone) Atomics.notify(this.#words, holder);
  }

  #takeSleeping(): void {
    Atomics.add(this.#words, waiting, 1);
    for (;;) {
      const held = Atomics.compareExchange(this.#words, holder, 0, this.#me);
      if (held === 0) break;
      Atomics.wait(this.#words, holder, held, longestSleepMs);
    }
    Atomics.sub(this.#words, waiting, 1);
  }
}
