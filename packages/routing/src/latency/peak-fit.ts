import { SizeFit, type SizeFitOptions } from "./size-fit.ts";

/** Time constant of the decay, as Finagle's and Linkerd's peak-EWMA. */
const decayMs = 10_000;

/** One observation moves the level at most this far above what is typical. */
const maxLevel = 8;

/** Of one observation, at most this many times the typical duration is learnt as typical. */
const maxLesson = 4;

/** What 95 of 100 stay below, against the typical, until observations say otherwise. */
const assumedTail = 1.5;

/** One observation moves the tail by this much of itself where it exceeds it; 19 that do not move it back. */
const tailStep = 0.05;
const tailShare = 0.95;

/** Without observations the tail fades by e in this time: what was slow then is to be tried again. */
const tailFadesMs = 60_000;

/** Where its numbers stand; those of the fit follow. */
const [levelAt, risenAt, tailAt, fitAt] = [0, 1, 2, 3] as const;

/**
 * Peak-EWMA of how an upstream does against its own typical duration for a request of that size. A slow answer raises
 * the level at once; it fades by time, also when nothing is sent. Long requests do not make an upstream look slow.
 */
export class PeakFit {
  readonly #fit: SizeFit;
  readonly #numbers: Float64Array;

  static readonly initial: readonly number[] = [1, 0, assumedTail, ...SizeFit.initial];

  constructor(options: SizeFitOptions, numbers: Float64Array = Float64Array.from(PeakFit.initial)) {
    this.#numbers = numbers;
    this.#fit = new SizeFit(options, numbers.subarray(fitAt));
  }

  get trained(): boolean {
    return this.#fit.trained;
  }

  observe(size: number, durationMs: number, nowMs: number): void {
    if (!this.#fit.trained) {
      this.#fit.observe(size, durationMs, nowMs);
      this.#numbers[risenAt] = nowMs;
      return;
    }
    const typicalMs = Math.max(this.#fit.at(size), 0.001);
    const ratio = Math.min(durationMs / typicalMs, maxLevel);
    const level = this.#levelAt(nowMs);
    this.#learnTail(ratio, nowMs);
    const keep = Math.exp(-Math.max(0, nowMs - this.#numbers[risenAt]!) / decayMs);
    this.#numbers[levelAt] = ratio >= level ? ratio : keep * level + (1 - keep) * ratio;
    this.#numbers[risenAt] = nowMs;
    this.#fit.observe(size, Math.min(durationMs, maxLesson * typicalMs), nowMs);
  }

  /** Something took at least that long and was given up: raises the level, teaches nothing about what is typical. */
  observeAtLeast(size: number, durationMs: number, nowMs: number): void {
    if (!this.#fit.trained) return this.observe(size, durationMs, nowMs);
    const ratio = Math.min(durationMs / Math.max(this.#fit.at(size), 0.001), maxLevel);
    const level = this.#levelAt(nowMs);
    const tail = this.#tailAt(nowMs);
    // What is not waited for longer than usual may take as long as ever.
    if (ratio <= level && ratio <= tail) return;
    if (ratio > tail) this.#learnTail(ratio, nowMs);
    else this.#numbers[tailAt] = tail;
    this.#numbers[levelAt] = Math.max(ratio, level);
    this.#numbers[risenAt] = nowMs;
  }

  /** Predicted ms for a request of that size. Only meaningful once trained. */
  predict(size: number, nowMs: number): number {
    return this.#levelAt(nowMs) * this.#fit.at(size);
  }

  /** ms that 95 of 100 requests of that size stay below. Only meaningful once trained. */
  p95(size: number, nowMs: number): number {
    return this.#tailAt(nowMs) * this.#fit.at(size);
  }

  /** Predicted ms for a request of the usual size; null before the first observation. */
  typicalAt(nowMs: number): number | null {
    return this.#fit.trained ? this.predict(this.#fit.typicalSize, nowMs) : null;
  }

  /** A peak fades towards typical. A dip stays until an observation says otherwise: time alone is no slowness. */
  #levelAt(nowMs: number): number {
    const level = this.#numbers[levelAt]!;
    if (level <= 1) return level;
    return 1 + (level - 1) * Math.exp(-Math.max(0, nowMs - this.#numbers[risenAt]!) / decayMs);
  }

  #learnTail(ratio: number, nowMs: number): void {
    const tail = this.#tailAt(nowMs);
    const exceeded = ratio > tail ? 1 : 0;
    this.#numbers[tailAt] = Math.max(1, tail * (1 + tailStep * (exceeded - (1 - tailShare))));
  }

  #tailAt(nowMs: number): number {
    const fade = Math.exp(-Math.max(0, nowMs - this.#numbers[risenAt]!) / tailFadesMs);
    return 1 + (this.#numbers[tailAt]! - 1) * fade;
  }
}
