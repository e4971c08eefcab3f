/** Where its numbers stand; a moment of 0 is none. */
const [onAt, onSinceAt, beyondSinceAt, valueAt] = [0, 1, 2, 3] as const;

/**
 * Turns on once a value has been beyond its bound for a while, stays on for a while, and turns off once the value has
 * recovered. Whoever asks whether it is on reads one number, which threads may share.
 */
export class SteadySwitch {
  static readonly initial: readonly number[] = [0, 0, 0, Number.NaN];
  readonly #numbers: Float64Array;
  readonly #forMs: number;
  readonly #holdMs: number;

  constructor(numbers: Float64Array, { forMs, holdMs }: { readonly forMs: number; readonly holdMs: number }) {
    this.#numbers = numbers;
    this.#forMs = forMs;
    this.#holdMs = holdMs;
  }

  get isOn(): boolean {
    return this.#numbers[onAt] === 1;
  }

  get isBeyond(): boolean {
    return this.#numbers[beyondSinceAt] !== 0;
  }

  /** As it was last looked at; null: it was not known, or is no number. */
  get value(): number | null {
    const value = this.#numbers[valueAt]!;
    return Number.isNaN(value) ? null : value;
  }

  /** To be called several times a second. A value that is not known is not beyond its bound, and has recovered. */
  look(value: number | null, isBeyond: boolean, hasRecovered: boolean, nowMs: number): void {
    const numbers = this.#numbers;
    numbers[valueAt] = value ?? Number.NaN;
    if (!isBeyond) numbers[beyondSinceAt] = 0;
    else if (numbers[beyondSinceAt] === 0) numbers[beyondSinceAt] = nowMs;
    if (numbers[onAt] === 1) {
      if (hasRecovered && nowMs - numbers[onSinceAt]! >= this.#holdMs) numbers[onAt] = 0;
    } else if (isBeyond && nowMs - numbers[beyondSinceAt]! >= this.#forMs) {
      numbers[onAt] = 1;
      numbers[onSinceAt] = nowMs;
    }
  }
}
