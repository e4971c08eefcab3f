const buckets = 10;

/** Requests and failures of the last `windowMs`, forgotten a tenth of the window at a time. */
export class FailureWindow {
  readonly windowMs: number;
  readonly #bucketMs: number;
  readonly #requests = new Uint32Array(buckets);
  readonly #failures = new Uint32Array(buckets);
  /** Number of the newest bucket since the epoch. */
  #newest = 0;
  requests = 0;
  failures = 0;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.#bucketMs = Math.max(1, windowMs / buckets);
  }

  record(failed: boolean, nowMs: number): void {
    this.advance(nowMs);
    const slot = this.#newest % buckets;
    this.#requests[slot]! += 1;
    this.requests++;
    if (!failed) return;
    this.#failures[slot]! += 1;
    this.failures++;
  }

  /** Forgets what is older than the window; `requests` and `failures` then hold at `nowMs`. A clock that steps back forgets nothing. */
  advance(nowMs: number): void {
    const bucket = Math.floor(nowMs / this.#bucketMs);
    if (bucket <= this.#newest) return;
    const from = Math.max(this.#newest + 1, bucket - buckets + 1);
    for (let passed = from; passed <= bucket; passed++) this.#forget(passed % buckets);
    this.#newest = bucket;
  }

  clear(): void {
    this.#requests.fill(0);
    this.#failures.fill(0);
    this.requests = 0;
    this.failures = 0;
  }

  #forget(slot: number): void {
    this.requests -= this.#requests[slot]!;
    this.failures -= this.#failures[slot]!;
    this.#requests[slot] = 0;
    this.#failures[slot] = 0;
  }
}
