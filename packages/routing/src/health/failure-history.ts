/** After this time an attempt counts half. */
const halfLifeMs = 600_000;

/** Time passes in steps: between them what was counted stands as it is, and counting costs two additions. */
const stepMs = 1_000;

/** One-sided 95 %, of a normal distribution. */
const z = 1.645;

/** Where so many failures were to be expected, chance brings none once in 100 times: −ln 0.01. */
const unlikelyRun = 4.6;

/** Where its numbers stand: requests, failures, successes since the last failure, and the moment at which they hold. */
const [requestsAt, failuresAt, runAt, asOfAt] = [0, 1, 2, 3] as const;

/**
 * What share of its requests an upstream has failed during the last minutes, and how sure that is. Rates of a thousandth
 * show in hundreds of requests only: far longer than the window of a circuit breaker reaches.
 */
export class FailureHistory {
  readonly #numbers: Float64Array;

  static readonly length = 4;

  /** All zero: nothing is known. */
  constructor(numbers: Float64Array = new Float64Array(FailureHistory.length)) {
    this.#numbers = numbers;
  }

  record(failed: boolean, nowMs: number): void {
    const numbers = this.#numbers;
    this.#fade(nowMs);
    if (failed) {
      if (this.#recovered) this.#beginAnew();
      numbers[failuresAt]! += 1;
      numbers[runAt] = 0;
    } else numbers[runAt]! += 1;
    numbers[requestsAt]! += 1;
  }

  /**
   * It surely fails more than this share. One failure never says so: of the few requests of a quiet hour even a healthy
   * upstream fails one. Nor does what was long ago, or what so many successes have followed that it has recovered.
   */
  exceeds(share: number, nowMs: number): boolean {
    // Time makes it less: most upstreams are done with here.
    if (this.#numbers[failuresAt]! <= 1) return false;
    const left = this.#leftAt(nowMs);
    const failures = this.#numbers[failuresAt]! * left;
    return failures > 1 && atLeast(failures) > share * this.#numbers[requestsAt]! * left && !this.#recovered;
  }

  /** 0..1; 0 where nothing is known. */
  get share(): number {
    const requests = this.#numbers[requestsAt]!;
    return requests === 0 ? 0 : this.#numbers[failuresAt]! / requests;
  }

  /** About how many requests that goes by. */
  requestsAt(nowMs: number): number {
    return this.#numbers[requestsAt]! * this.#leftAt(nowMs);
  }

  /** Successes since the last failure are more than chance would bring even at the lowest rate that those before speak for. */
  get #recovered(): boolean {
    const numbers = this.#numbers;
    const failures = numbers[failuresAt]!;
    const run = numbers[runAt]!;
    return failures > 1 && run * atLeast(failures) >= unlikelyRun * (numbers[requestsAt]! - run);
  }

  #beginAnew(): void {
    const numbers = this.#numbers;
    numbers[requestsAt] = numbers[runAt]!;
    numbers[failuresAt] = 0;
  }

  #fade(nowMs: number): void {
    const numbers = this.#numbers;
    if (nowMs - numbers[asOfAt]! < stepMs) return;
    const left = this.#leftAt(nowMs);
    numbers[requestsAt]! *= left;
    numbers[failuresAt]! *= left;
    numbers[runAt]! *= left;
    numbers[asOfAt] = nowMs;
  }

  /** How much of the sums is left. A clock that steps back forgets nothing. */
  #leftAt(nowMs: number): number {
    return 2 ** (-Math.max(0, nowMs - this.#numbers[asOfAt]!) / halfLifeMs);
  }
}

/**
 * Lower end of the 95 % interval of how many failures were to be expected where so many were seen: Wilson's and Hilferty's
 * for rare events. Wilson's for shares takes one failure of 100 for proof that more than 1 of 1,000 fail.
 */
const atLeast = (failures: number): number =>
  failures * Math.max(0, 1 - 1 / (9 * failures) - z / (3 * Math.sqrt(failures))) ** 3;
