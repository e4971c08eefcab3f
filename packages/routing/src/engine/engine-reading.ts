/** What an engine says of itself. null: it does not say. */
export type EngineLoad = {
  /** Requests that wait for a place in its batch. */
  readonly waiting: number | null;
  /** Requests in its batch. */
  readonly running: number | null;
  /** 0..1 of its KV cache. */
  readonly kvUsage: number | null;
  /** 0..1 of its GPUs' time. */
  readonly gpuUsage: number | null;
};

/** The last reading, as people and metrics see it. */
export type EngineReadingView = EngineLoad & {
  /** Epoch ms; null: it was never read. */
  readonly readAtMs: number | null;
  /** Attempts to read it that failed. */
  readonly failures: number;
};

/** What was read before this says nothing of now. */
const freshMs = 5_000;

/** Where its numbers stand; NaN: not said. */
const [readAt, waitingAt, runningAt, kvAt, gpuAt, sentBeforeAt, failuresAt] = [0, 1, 2, 3, 4, 5, 6] as const;

/**
 * What an engine said of itself last, and what this gateway had in flight there then: what was sent or has ended since
 * is known exactly, and corrects it. In numbers of fixed size, so that threads see one reading.
 */
export class EngineReading {
  static readonly initial: readonly number[] = [0, NaN, NaN, NaN, NaN, 0, 0];

  readonly #numbers: Float64Array;

  constructor(numbers: Float64Array = Float64Array.from(EngineReading.initial)) {
    this.#numbers = numbers;
  }

  /** `inFlight`: of this gateway, at the most while the engine was asked, so that none of its own count as others'. */
  take({ waiting, running, kvUsage, gpuUsage }: EngineLoad, inFlight: number, nowMs: number): void {
    const numbers = this.#numbers;
    numbers[readAt] = nowMs;
    numbers[waitingAt] = waiting ?? NaN;
    numbers[runningAt] = running ?? NaN;
    numbers[kvAt] = kvUsage ?? NaN;
    numbers[gpuAt] = gpuUsage ?? NaN;
    numbers[sentBeforeAt] = inFlight;
  }

  failed(): void {
    this.#numbers[failuresAt]! += 1;
  }

  isFresh(nowMs: number): boolean {
    return nowMs - this.#numbers[readAt]! < freshMs;
  }

  /** Requests there that others sent. */
  get others(): number {
    const numbers = this.#numbers;
    return Math.max(0, (numbers[waitingAt]! || 0) + (numbers[runningAt]! || 0) - numbers[sentBeforeAt]!);
  }

  /** Requests that wait there by now; `inFlight`: what this gateway has there. One that had nobody waiting has nobody. */
  waitingWith(inFlight: number): number {
    const waiting = this.#numbers[waitingAt]! || 0;
    return waiting === 0 ? 0 : Math.max(0, waiting + inFlight - this.#numbers[sentBeforeAt]!);
  }

  /** 0 where the engine does not say. */
  get kvUsage(): number {
    return this.#numbers[kvAt]! || 0;
  }

  view(): EngineReadingView {
    const numbers = this.#numbers;
    const said = (at: number): number | null => (Number.isNaN(numbers[at]!) ? null : numbers[at]!);
    return {
      waiting: said(waitingAt),
      running: said(runningAt),
      kvUsage: said(kvAt),
      gpuUsage: said(gpuAt),
      readAtMs: numbers[readAt] === 0 ? null : numbers[readAt]!,
      failures: numbers[failuresAt]!,
    };
  }
}
