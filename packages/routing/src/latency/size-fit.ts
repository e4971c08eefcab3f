import { zeros } from "../state/state-memory.ts";

/** How a duration grows with the size of the request, before and between observations. */
export type SizeFitOptions = {
  /** ms per unit of size that is believed until observations say otherwise. */
  readonly priorSlope: number;
  /** How firmly, in squared units of size: the spread that observations must show to outweigh the belief. */
  readonly priorStrength: number;
};

/** Where each of its numbers stands. */
const [weightAt, sizeAt, durationAt, sizeSpreadAt, jointSpreadAt, learntAt] = [0, 1, 2, 3, 4, 5] as const;

/** Older observations weigh less: by this factor with each new one … */
const keepPerSample = 0.97;
/** … and by e for each minute that passes, so that a long pause makes the next observation count for more. */
const forgetMs = 60_000;

/** A decayed linear regression of a duration on a size, with a prior on its slope. */
export class SizeFit {
  readonly #options: SizeFitOptions;
  readonly #numbers: Float64Array;

  static readonly initial = zeros(6);

  constructor(options: SizeFitOptions, numbers: Float64Array = Float64Array.from(SizeFit.initial)) {
    this.#options = options;
    this.#numbers = numbers;
  }

  get trained(): boolean {
    return this.#numbers[weightAt]! > 0;
  }

  /** Mean size of the observations. */
  get typicalSize(): number {
    return this.#numbers[sizeAt]!;
  }

  observe(size: number, durationMs: number, nowMs: number): void {
    const numbers = this.#numbers;
    const keep = keepPerSample * Math.exp(-Math.max(0, nowMs - numbers[learntAt]!) / forgetMs);
    const weight = numbers[weightAt]! * keep + 1;
    const fromMean = size - numbers[sizeAt]!;
    const meanSize = numbers[sizeAt]! + fromMean / weight;
    const duration = numbers[durationAt]! + (durationMs - numbers[durationAt]!) / weight;
    numbers[learntAt] = nowMs;
    numbers[weightAt] = weight;
    numbers[sizeAt] = meanSize;
    numbers[durationAt] = duration;
    numbers[sizeSpreadAt] = numbers[sizeSpreadAt]! * keep + fromMean * (size - meanSize);
    numbers[jointSpreadAt] = numbers[jointSpreadAt]! * keep + fromMean * (durationMs - duration);
  }

  /** ms for a request of that size; never below a tenth of the mean, however far the line is stretched. */
  at(size: number): number {
    const { priorSlope, priorStrength } = this.#options;
    const numbers = this.#numbers;
    const duration = numbers[durationAt]!;
    const slope = (numbers[jointSpreadAt]! + priorSlope * priorStrength) / (numbers[sizeSpreadAt]! + priorStrength);
    return Math.max(duration + Math.max(0, slope) * (size - numbers[sizeAt]!), duration * 0.1);
  }
}
