/** LiteLLM's default cooldown. */
const cooldownMs = 5_000;
/** More than this share of the minute's requests failed, of at least `minRequests`. */
const failureShare = 0.5;
const minRequests = 5;

/** LiteLLM's cooldowns: after a 429 at once, and when more than half of the minute's requests have failed. */
export class LiteLlmCooldown {
  readonly #untilMs: Float64Array;
  readonly #requests: Int32Array;
  readonly #failures: Int32Array;
  readonly #takenOut: (upstream: number) => void;
  #minute = 0;

  constructor(upstreams: number, takenOut: (upstream: number) => void) {
    this.#takenOut = takenOut;
    this.#untilMs = new Float64Array(upstreams);
    this.#requests = new Int32Array(upstreams);
    this.#failures = new Int32Array(upstreams);
  }

  /** Those that are not cooling down; all when every one is. */
  left(candidates: readonly number[], nowMs: number): readonly number[] {
    const left = candidates.filter((upstream) => this.#untilMs[upstream]! <= nowMs);
    return left.length > 0 ? left : candidates;
  }

  ended(upstream: number, failure: "rate_limited" | "other" | null, nowMs: number): void {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== this.#minute) {
      this.#requests.fill(0);
      this.#failures.fill(0);
      this.#minute = minute;
    }
    this.#requests[upstream]! += 1;
    if (failure === null) return;
    this.#failures[upstream]! += 1;
    const most = this.#failures[upstream]! > failureShare * this.#requests[upstream]!;
    if (failure !== "rate_limited" && !(most && this.#requests[upstream]! >= minRequests)) return;
    if (failure === "other" && this.#untilMs[upstream]! <= nowMs) this.#takenOut(upstream);
    this.#untilMs[upstream] = nowMs + cooldownMs;
  }
}
