const buckets = 10;

/** Where its numbers stand: the length of the window, the newest bucket since the epoch, the sums, and the buckets. */
const [lengthAt, newestAt, requestsAt, failuresAt] = [0, 1, 2, 3] as const;
const requestBuckets = 4;
const failureBuckets = requestBuckets + buckets;
const length = failureBuckets + buckets;

/** Requests and failures of the last `windowMs`, forgotten a tenth of the window at a time. */
export class FailureWindow {
  readonly #numbers: Float64Array;

  static initial(windowMs: number): readonly number[] {
    return Array.from({ length }, (_, at) => (at === lengthAt ? windowMs : 0));
  }

  constructor(windowMs: number, numbers: Float64Array = Float64Array.from(FailureWindow.initial(windowMs))) {
    this.#numbers = numbers;
  }

  get requests(): number {
    return this.#numbers[requestsAt]!;
  }

  get failures(): number {
    return this.#numbers[failuresAt]!;
  }

  record(failed: boolean, nowMs: number): void {
    this.advance(nowMs);
    const numbers = this.#numbers;
    const slot = numbers[newestAt]! % buckets;
    numbers[requestBuckets + slot]! += 1;
    numbers[requestsAt]! += 1;
    if (!failed) return;
    numbers[failureBuckets + slot]! += 1;
    numbers[failuresAt]! += 1;
  }

  /** Forgets what is older than the window; `requests` and `failures` then hold at `nowMs`. A clock that steps back forgets nothing. */
  advance(nowMs: number): void {
    const newest = this.#numbers[newestAt]!;
    const bucket = Math.floor(nowMs / Math.max(1, this.#numbers[lengthAt]! / buckets));
    if (bucket <= newest) return;
    const from = Math.max(newest + 1, bucket - buckets + 1);
    for (let passed = from; passed <= bucket; passed++) this.#forget(passed % buckets);
    this.#numbers[newestAt] = bucket;
  }

  clear(): void {
    this.#numbers.fill(0, requestsAt);
  }

  /** Begins anew with a window of another length; does nothing where it is the same. */
  resize(windowMs: number): void {
    if (this.#numbers[lengthAt] !== windowMs) this.#numbers.set(FailureWindow.initial(windowMs));
  }

  #forget(slot: number): void {
    const numbers = this.#numbers;
    numbers[requestsAt]! -= numbers[requestBuckets + slot]!;
    numbers[failuresAt]! -= numbers[failureBuckets + slot]!;
    numbers[requestBuckets + slot] = 0;
    numbers[failureBuckets + slot] = 0;
  }
}
