/** A sliding window of 60 s over requests, as OpenAI's RPM limit. */
export class RequestLimit {
  readonly #perMinute: number;
  #takenAtMs: number[] = [];

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes a place; else says how long until the next is free. */
  take(nowMs: number): { allowed: true; remaining: number } | { allowed: false; retryAfterMs: number } {
    this.#takenAtMs = this.#takenAtMs.filter((atMs) => atMs > nowMs - 60_000);
    const oldest = this.#takenAtMs[0];
    if (this.#takenAtMs.length >= this.#perMinute) {
      return { allowed: false, retryAfterMs: oldest === undefined ? 60_000 : oldest + 60_000 - nowMs };
    }
    this.#takenAtMs.push(nowMs);
    return { allowed: true, remaining: this.#perMinute - this.#takenAtMs.length };
  }
}
