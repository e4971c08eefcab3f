import { zeros } from "../state/state-memory.ts";

/** What others leave of a limit they free at any moment: callers are to ask again soon. */
const soonMs = 1_000;

/** Where its numbers stand; allowances as one more than what is allowed, 0 for all. */
const [allowanceAt, nextAllowanceAt, exhaustedAt, refusedAt, refusalsAt, length] = [0, 1, 2, 3, 4, 5] as const;

/**
 * The part of a limit that one of several gateways may use by itself. Alone it is all of it; where they share, the part is
 * handed out, from nothing, by who keeps them together. Its numbers stand among those of its meter.
 */
export class LimitShare {
  readonly #numbers: Float64Array;
  readonly #from: number;

  static readonly length = length;

  /** What the numbers are at first. */
  static initial(shared: boolean): readonly number[] {
    return shared ? [1, 1, 0, 0, 0] : zeros(length);
  }

  constructor(numbers: Float64Array, from: number) {
    this.#numbers = numbers;
    this.#from = from;
  }

  /** At most this much is let in, whatever the limit. */
  get allowance(): number {
    return this.#amount(allowanceAt);
  }

  set allowance(most: number) {
    this.#numbers[this.#from + allowanceAt] = most + 1;
  }

  /** What that becomes when the next period of the calendar begins. */
  get nextAllowance(): number {
    return this.#amount(nextAllowanceAt);
  }

  set nextAllowance(most: number) {
    this.#numbers[this.#from + nextAllowanceAt] = most + 1;
  }

  /** Whether the gateways together have not taken all of the limit: what is refused here may soon be let in. */
  get moreToCome(): boolean {
    return this.#numbers[this.#from + exhaustedAt] === 0;
  }

  set moreToCome(more: boolean) {
    this.#numbers[this.#from + exhaustedAt] = more ? 0 : 1;
  }

  /** The largest amount refused, since this was last asked, that the limit had room for but not the allowance. */
  takeRefused(): number {
    return this.#take(refusedAt);
  }

  /** How often that was, since this was last asked. */
  takeRefusals(): number {
    return this.#take(refusalsAt);
  }

  /**
   * Notes that the limit had room but the allowance had not; ms until it makes sense to try again. `waitMs`: until this
   * gateway's own use has made room.
   */
  refuse(amount: number, waitMs: number): number {
    const [numbers, refused] = [this.#numbers, this.#from + refusedAt];
    // Also what costs nothing is let in only with something left.
    numbers[refused] = Math.max(numbers[refused]!, amount, 1);
    numbers[this.#from + refusalsAt]! += 1;
    return this.moreToCome ? Math.min(waitMs, soonMs) : waitMs;
  }

  beginPeriod(): void {
    const [numbers, from] = [this.#numbers, this.#from];
    if (numbers[from + nextAllowanceAt] === 0) return;
    numbers[from + allowanceAt] = numbers[from + nextAllowanceAt]!;
    numbers[from + nextAllowanceAt] = 1;
  }

  #amount(at: number): number {
    const amount = this.#numbers[this.#from + at]!;
    return amount === 0 ? Number.POSITIVE_INFINITY : amount - 1;
  }

  #take(at: number): number {
    const amount = this.#numbers[this.#from + at]!;
    this.#numbers[this.#from + at] = 0;
    return amount;
  }
}
