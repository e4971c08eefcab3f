import { type Member, Roster } from "./roster.ts";

/** Something that must happen by a time unless it is moved or taken back before. */
export interface Deadline extends Member {
  /** Epoch ms; Infinity: none. Read at every tick, so moving it costs nothing. */
  readonly deadlineMs: number;
  /** The time has come. Must move `deadlineMs` or be removed, else it is called again at the next tick. */
  deadlinePassed(nowMs: number): void;
}

/** A deadline is noticed at most this late, while the process gets to run. */
const tickMs = 20;
/** A tick that comes later than this means that the process stood still. */
const stoodStillMs = 60;

/**
 * All timers of the request path in one: thousands of requests with several timeouts each cost one interval, and moving
 * a timeout costs an assignment. The interval runs only while there is something to watch.
 */
export class Deadlines {
  /** The time as of the last tick, epoch ms: for what needs no more than `tickMs` of precision. */
  nowMs: number;
  readonly #clock: () => number;
  readonly #onFault: (error: unknown) => void;
  readonly #watched = new Roster<Deadline>();
  #interval: NodeJS.Timeout | null = null;
  #excused = false;

  /** `onFault` hears of a deadline that threw; it is watched no more, and the others are kept. */
  constructor(clock: () => number, onFault: (error: unknown) => void) {
    this.#clock = clock;
    this.#onFault = onFault;
    this.nowMs = clock();
  }

  add(deadline: Deadline): void {
    this.#watched.add(deadline);
    if (this.#interval) return;
    this.nowMs = this.#clock();
    this.#interval = setInterval(() => this.#tick(), tickMs);
  }

  remove(deadline: Deadline): void {
    this.#watched.remove(deadline);
  }

  #tick(): void {
    const nowMs = this.#clock();
    // What came meanwhile has not been read yet: nobody was silent for it. Once, as a busy process may stand still often.
    this.#excused = !this.#excused && nowMs - this.nowMs > stoodStillMs;
    this.nowMs = nowMs;
    if (this.#excused) return;
    this.#watched.forEach((deadline) => {
      try {
        if (deadline.deadlineMs <= nowMs) deadline.deadlinePassed(nowMs);
      } catch (error) {
        this.#watched.remove(deadline);
        this.#onFault(error);
      }
    });
    if (this.#watched.size > 0 || !this.#interval) return;
    clearInterval(this.#interval);
    this.#interval = null;
  }
}
