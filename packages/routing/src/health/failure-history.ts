/** After this time an attempt counts half. */
const halfLifeMs = 600_000;

/** Time passes in steps: between them what was counted stands as it is, and counting costs two additions. */
const stepMs = 1_000;

/**
 * One-sided 99 % and 69 % of a normal distribution. What takes an upstream for failing has to be sure, for it is asked
 * after every request; and it is taken back only when it is nearly open again, or floods of requests would come and go.
 */
const [zShown, zKept] = [2.326, 0.5] as const;

/** Where so many failures were to be expected, chance brings none once in 100 times: −ln 0.01. */
const unlikelyRun = 4.6;

/** Where its numbers stand: requests, failures, successes since the last one, when these held; the rate that was shown. */
const [requestsAt, failuresAt, runAt, asOfAt, shownAt] = [0, 1, 2, 3, 4] as const;

/**
 * What share of its requests an upstream has failed during the last minutes, and how sure that is. Rates of a thousandth
 * show in hundreds of requests only: far longer than the window of a circuit breaker reaches.
 */
export class FailureHistory {
  readonly #numbers: Float64Array;

  static readonly length = 5;

  /** All zero: nothing is known. */
  constructor(numbers: Float64Array = new Float64Array(FailureHistory.length)) {
    this.#numbers = numbers;
  }

  record(failed: boolean, nowMs: number): void {
    this.#fade(nowMs);
    if (failed) this.#fail();
    else this.#succeed();
  }

  /**
   * It has shown to fail more than this share. One failure never does: of the few requests of a quiet hour even a healthy
   * upstream fails one. Nor does what was long ago, or what it has recovered from.
   */
  exceeds(share: number, nowMs: number): boolean {
    const numbers = this.#numbers;
    // Time makes it less: most upstreams are done with here.
    if (numbers[shownAt]! <= share) return false;
    const left = this.#leftAt(nowMs);
    return rateOf(numbers[failuresAt]! * left, numbers[requestsAt]! * left, zKept) > share;
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

  /** What was shown rises with what is sure, and falls to what is still likely: successes and time have lowered that. */
  #fail(): void {
    const numbers = this.#numbers;
    const likely = rateOf(numbers[failuresAt]!, numbers[requestsAt]!, zKept);
    numbers[requestsAt]! += 1;
    numbers[failuresAt]! += 1;
    numbers[runAt] = 0;
    const sure = rateOf(numbers[failuresAt]!, numbers[requestsAt]!, zShown);
    numbers[shownAt] = Math.max(sure, Math.min(numbers[shownAt]!, likely));
  }

  /** It has recovered when so many have succeeded in a row as chance would not bring at the rate that was shown. */
  #succeed(): void {
    const numbers = this.#numbers;
    numbers[requestsAt]! += 1;
    numbers[runAt]! += 1;
    if (numbers[runAt]! * numbers[shownAt]! < unlikelyRun) return;
    numbers[requestsAt] = numbers[runAt]!;
    numbers[failuresAt] = 0;
    numbers[shownAt] = 0;
  }

  #fade(nowMs: number): void {
    const numbers = this.#numbers;
    const passedMs = nowMs - numbers[asOfAt]!;
    if (passedMs >= 0 && passedMs < stepMs) return;
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
 * Lower end of the interval of the share that fails, where more than one has: Wilson's and Hilferty's for rare events.
 * Wilson's for shares takes one failure of 100 requests for proof that more than 1 of 1,000 fail.
 */
function rateOf(failures: number, requests: number, z: number): number {
  if (failures <= 1) return 0;
  return (failures / requests) * Math.max(0, 1 - 1 / (9 * failures) - z / (3 * Math.sqrt(failures))) ** 3;
}
