import type { Quota } from "./simulated-upstream.ts";

const windowSeconds = 60;

/**
 * A provider's limits over any 60 s, counted by the second. A request and its prompt count when it comes, its reply when that
 * has ended: nobody knows before how long it will be.
 */
export class ProviderQuota {
  readonly #quota: Quota;
  readonly #requests = new Float64Array(windowSeconds);
  readonly #tokens = new Float64Array(windowSeconds);
  #second = 0;
  #requestsIn = 0;
  #tokensIn = 0;

  constructor(quota: Quota) {
    this.#quota = quota;
  }

  /** Counts the request and answers 0; or counts nothing and answers in how many ms to come back. */
  take(promptTokens: number, nowMs: number): number {
    this.#advance(Math.floor(nowMs / 1000));
    const { requestsPerMinute, tokensPerMinute } = this.#quota;
    const tooMany = this.#requestsIn + 1 - (requestsPerMinute ?? Number.POSITIVE_INFINITY);
    const tooMuch = this.#tokensIn + promptTokens - (tokensPerMinute ?? Number.POSITIVE_INFINITY);
    if (tooMany > 0 || tooMuch > 0) return this.#dueInMs(tooMany, tooMuch, nowMs);
    const at = this.#second % windowSeconds;
    this.#requests[at]! += 1;
    this.#tokens[at]! += promptTokens;
    this.#requestsIn += 1;
    this.#tokensIn += promptTokens;
    return 0;
  }

  /** Counts a reply. */
  add(outputTokens: number, nowMs: number): void {
    this.#advance(Math.floor(nowMs / 1000));
    this.#tokens[this.#second % windowSeconds]! += outputTokens;
    this.#tokensIn += outputTokens;
  }

  #dueInMs(tooMany: number, tooMuch: number, nowMs: number): number {
    let requests = tooMany;
    let tokens = tooMuch;
    let ahead = 0;
    while (ahead < windowSeconds && (requests > 0 || tokens > 0)) {
      ahead++;
      const leaves = (this.#second + ahead) % windowSeconds;
      requests -= this.#requests[leaves]!;
      tokens -= this.#tokens[leaves]!;
    }
    return (this.#second + ahead) * 1000 - nowMs;
  }

  #advance(second: number): void {
    for (let passed = Math.max(this.#second + 1, second - windowSeconds + 1); passed <= second; passed++) {
      const at = passed % windowSeconds;
      this.#requestsIn -= this.#requests[at]!;
      this.#tokensIn -= this.#tokens[at]!;
      this.#requests[at] = this.#tokens[at] = 0;
    }
    this.#second = Math.max(this.#second, second);
  }
}
