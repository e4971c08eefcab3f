import { zeros } from "../state/state-memory.ts";

/** Deposits and withdrawals count for this long, as Finagle's. */
const lifetimeMs = 10_000;
const buckets = 10;
const bucketMs = lifetimeMs / buckets;

/** Retries a second that are always allowed, so that a route with little traffic can retry at all. */
const minRetriesPerSecond = 10;
const reserve = (minRetriesPerSecond * lifetimeMs) / 1_000;

/** Where its numbers stand: the newest bucket, the sums, and the buckets. */
const [newestAt, requestsAt, retriesAt] = [0, 1, 2] as const;
const requestBuckets = 3;
const retryBuckets = requestBuckets + buckets;

/**
 * Bounds what failures add to the traffic of a route: in any 10 s at most a share of its requests, and 100 more. Without
 * it, each layer that retries multiplies an outage. Time is counted in whole seconds.
 */
export class RetryBudget {
  /** 0..1; follows the config. 0 forbids all retries. */
  maxRetryShare: number;
  /** Of second calls that are made beside the first; null where none are. */
  hedges: RetryBudget | null = null;
  readonly #numbers: Float64Array;
  readonly #reserve: number;

  static readonly initial = zeros(retryBuckets + buckets);

  /** `atLeast`: retries in 10 s that are allowed whatever the share. */
  constructor(
    maxRetryShare: number,
    numbers: Float64Array = Float64Array.from(RetryBudget.initial),
    atLeast: number = reserve,
  ) {
    this.maxRetryShare = maxRetryShare;
    this.#reserve = atLeast;
    this.#numbers = numbers;
  }

  /** A request has come: called once for each, before its first attempt. */
  deposit(nowMs: number): void {
    this.#advance(nowMs);
    const numbers = this.#numbers;
    numbers[requestBuckets + (numbers[newestAt]! % buckets)]! += 1;
    numbers[requestsAt]! += 1;
    this.hedges?.deposit(nowMs);
  }

  /** Takes the right to one more attempt; false when the budget is spent. */
  tryWithdraw(nowMs: number): boolean {
    this.#advance(nowMs);
    const numbers = this.#numbers;
    const allowed = this.maxRetryShare > 0 ? this.maxRetryShare * numbers[requestsAt]! + this.#reserve : 0;
    if (numbers[retriesAt]! + 1 > allowed) return false;
    numbers[retryBuckets + (numbers[newestAt]! % buckets)]! += 1;
    numbers[retriesAt]! += 1;
    return true;
  }

  /** Gives back what was taken last: nothing came of it. */
  giveBack(nowMs: number): void {
    this.#advance(nowMs);
    const numbers = this.#numbers;
    const slot = retryBuckets + (numbers[newestAt]! % buckets);
    if (numbers[slot] === 0) return;
    numbers[slot]! -= 1;
    numbers[retriesAt]! -= 1;
  }

  #advance(nowMs: number): void {
    const numbers = this.#numbers;
    const bucket = Math.floor(nowMs / bucketMs);
    if (bucket <= numbers[newestAt]!) return;
    for (let passed = Math.max(numbers[newestAt]! + 1, bucket - buckets + 1); passed <= bucket; passed++) {
      const slot = passed % buckets;
      numbers[requestsAt]! -= numbers[requestBuckets + slot]!;
      numbers[retriesAt]! -= numbers[retryBuckets + slot]!;
      numbers[requestBuckets + slot] = 0;
      numbers[retryBuckets + slot] = 0;
    }
    numbers[newestAt] = bucket;
  }
}
