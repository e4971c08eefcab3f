import { zeros } from "../state/state-memory.ts";

/** A window has as many parts; one more is running. */
const parts = 12;
const slots = parts + 1;

/**
 * Counts of several kinds over a sliding window: what is older than the window by a twelfth of it never counts, what is
 * younger than the window always does. In numbers of fixed size, which threads may share.
 */
export class SlidingCounts {
  readonly #numbers: Float64Array;
  readonly #slotMs: number;
  readonly #kinds: number;
  readonly #sums: Float64Array;

  /** What the numbers are at first: of each slot which one it is, and its counts. */
  static initial(kinds: number): readonly number[] {
    return zeros(slots * (1 + kinds));
  }

  constructor(numbers: Float64Array, windowMs: number, kinds: number) {
    this.#numbers = numbers;
    this.#slotMs = windowMs / parts;
    this.#kinds = kinds;
    this.#sums = new Float64Array(kinds);
  }

  count(kind: number, nowMs: number): void {
    const numbers = this.#numbers;
    const slot = Math.floor(nowMs / this.#slotMs);
    const at = (slot % slots) * (1 + this.#kinds);
    if (numbers[at] !== slot) {
      // Of a clock that another thread is ahead of.
      if (numbers[at]! > slot) return;
      numbers.fill(0, at + 1, at + 1 + this.#kinds);
      numbers[at] = slot;
    }
    numbers[at + 1 + kind]! += 1;
  }

  /** By kind. Good until the next call. */
  sums(nowMs: number): Float64Array {
    const [numbers, sums, kinds] = [this.#numbers, this.#sums, this.#kinds];
    const oldest = Math.floor(nowMs / this.#slotMs) - slots;
    sums.fill(0);
    for (let at = 0; at < numbers.length; at += 1 + kinds) {
      if (numbers[at]! <= oldest) continue;
      for (let kind = 0; kind < kinds; kind++) sums[kind]! += numbers[at + 1 + kind]!;
    }
    return sums;
  }
}
