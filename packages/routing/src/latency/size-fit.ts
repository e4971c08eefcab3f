/** How a duration grows with the size of the request, before and between observations. */
export type SizeFitOptions = {
  /** ms per unit of size that is believed until observations say otherwise. */
  readonly priorSlope: number;
  /** How firmly, in squared units of size: the spread that observations must show to outweigh the belief. */
  readonly priorStrength: number;
};

/** Older observations weigh less: by this factor with each new one … */
const keepPerSample = 0.97;
/** … and by e for each minute that passes, so that a long pause makes the next observation count for more. */
const forgetMs = 60_000;

/** A decayed linear regression of a duration on a size, with a prior on its slope. */
export class SizeFit {
  readonly #options: SizeFitOptions;
  #weight = 0;
  #size = 0;
  #duration = 0;
  #sizeSpread = 0;
  #jointSpread = 0;
  #atMs = 0;

  constructor(options: SizeFitOptions) {
    this.#options = options;
  }

  get trained(): boolean {
    return this.#weight > 0;
  }

  /** Mean size of the observations. */
  get typicalSize(): number {
    return this.#size;
  }

  observe(size: number, durationMs: number, nowMs: number): void {
    const keep = keepPerSample * Math.exp(-Math.max(0, nowMs - this.#atMs) / forgetMs);
    this.#atMs = nowMs;
    this.#weight = this.#weight * keep + 1;
    const fromMean = size - this.#size;
    this.#size += fromMean / this.#weight;
    this.#duration += (durationMs - this.#duration) / this.#weight;
    this.#sizeSpread = this.#sizeSpread * keep + fromMean * (size - this.#size);
    this.#jointSpread = this.#jointSpread * keep + fromMean * (durationMs - this.#duration);
  }

  /** ms for a request of that size; never below a tenth of the mean, however far the line is stretched. */
  at(size: number): number {
    const { priorSlope, priorStrength } = this.#options;
    const slope = Math.max(0, (this.#jointSpread + priorSlope * priorStrength) / (this.#sizeSpread + priorStrength));
    return Math.max(this.#duration + slope * (size - this.#size), this.#duration * 0.1);
  }
}
