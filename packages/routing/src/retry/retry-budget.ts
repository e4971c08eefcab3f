/** Deposits and withdrawals count for this long, as Finagle's. */
const lifetimeMs = 10_000;
const buckets = 10;
const bucketMs = lifetimeMs / buckets;

/** Retries a second that are always allowed, so that a route with little traffic can retry at all. */
const minRetriesPerSecond = 10;
const reserve = (minRetriesPerSecond * lifetimeMs) / 1_000;

/**
 * Bounds what failures add to the traffic of a route: in any 10 s at most a share of its requests, and 100 more. Without
 * it, each layer that retries multiplies an outage. Time is counted in whole seconds.
 */
export class RetryBudget {
  /** 0..1; follows the config. 0 forbids all retries. */
  maxRetryShare: number;
  readonly #requests = new Uint32Array(buckets);
  readonly #retries = new Uint32Array(buckets);
  #newest = 0;
  #requestSum = 0;
  #retrySum = 0;

  constructor(maxRetryShare: number) {
    this.maxRetryShare = maxRetryShare;
  }

  /** A request has come: called once for each, before its first attempt. */
  deposit(nowMs: number): void {
    this.#advance(nowMs);
    this.#requests[this.#newest % buckets]! += 1;
    this.#requestSum++;
  }

  /** Takes the right to one more attempt; false when the budget is spent. */
  tryWithdraw(nowMs: number): boolean {
    this.#advance(nowMs);
    const allowed = this.maxRetryShare > 0 ? this.maxRetryShare * this.#requestSum + reserve : 0;
    if (this.#retrySum + 1 > allowed) return false;
    this.#retries[this.#newest % buckets]! += 1;
    this.#retrySum++;
    return true;
  }

  /** Gives back what was taken last: nothing came of it. */
  giveBack(nowMs: number): void {
    this.#advance(nowMs);
    const slot = this.#newest % buckets;
    if (this.#retries[slot] === 0) return;
    this.#retries[slot]! -= 1;
    this.#retrySum--;
  }

  #advance(nowMs: number): void {
    const bucket = Math.floor(nowMs / bucketMs);
    if (bucket <= this.#newest) return;
    for (let passed = Math.max(this.#newest + 1, bucket - buckets + 1); passed <= bucket; passed++) {
      const slot = passed % buckets;
      this.#requestSum -= this.#requests[slot]!;
      this.#retrySum -= this.#retries[slot]!;
      this.#requests[slot] = 0;
      this.#retries[slot] = 0;
    }
    this.#newest = bucket;
  }
}
