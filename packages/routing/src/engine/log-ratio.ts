/** Beyond these one observation says no more: e^-2 is a seventh, e^2.5 twelve times as long. */
const [least, most] = [-2, 2.5] as const;

/** Without observations a ratio fades by e in this time: one that was slow is looked at again. */
export const fadesMs = 60_000;

/** Where its numbers stand. */
const [valueAt, learntAt] = [0, 1] as const;

/** An average of observed ÷ expected in the domain of logarithms, where twice as long and half as long weigh alike. */
export class LogRatio {
  static readonly initial: readonly number[] = [0, 0];

  readonly #numbers: Float64Array;

  constructor(numbers: Float64Array = Float64Array.from(LogRatio.initial)) {
    this.#numbers = numbers;
  }

  /** ln of the ratio; 0 before the first observation. */
  at(nowMs: number): number {
    const value = this.#numbers[valueAt]!;
    if (value === 0) return 0;
    return value * Math.exp(-Math.max(0, nowMs - this.#numbers[learntAt]!) / fadesMs);
  }

  /** `weight`: 0..1, of this observation against all before. */
  observe(observed: number, expected: number, weight: number, nowMs: number): void {
    const before = this.at(nowMs);
    const ratio = Math.min(most, Math.max(least, Math.log(Math.max(observed, 1e-3) / Math.max(expected, 1e-3))));
    this.#numbers[valueAt] = before + weight * (ratio - before);
    this.#numbers[learntAt] = nowMs;
  }
}
