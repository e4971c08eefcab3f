import { type StateMemory, zeros } from "../state/state-memory.ts";

/** How many requests have begun and not ended: in all threads together, and in each of them, which is lost with it. */
export class InFlightCount {
  readonly #memory: StateMemory;
  readonly #name: string;
  readonly #thread: number;
  /** All, then each thread's own. */
  readonly #numbers: Float64Array;

  /** `name`: of its numbers in `memory`. */
  constructor(memory: StateMemory, name: string) {
    this.#memory = memory;
    this.#name = name;
    this.#thread = memory.thread;
    this.#numbers = memory.numbers(name, zeros(1 + memory.threads));
  }

  get all(): number {
    return this.#numbers[0]!;
  }

  /** Its numbers are still those that the memory has under its name. */
  get held(): boolean {
    return this.#memory.holds(this.#name, this.#numbers);
  }

  add(more: 1 | -1): void {
    this.#numbers[0]! += more;
    if (this.#thread >= 0) this.#numbers[1 + this.#thread]! += more;
  }

  /** A thread has broken: what it had in flight is not in flight any more. */
  loseThread(thread: number): void {
    this.#numbers[0]! -= this.#numbers[1 + thread]!;
    this.#numbers[1 + thread] = 0;
  }
}
