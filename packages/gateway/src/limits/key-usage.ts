import type { KeyLimits } from "@meridian/routing-config";

/** Which limit of a key keeps a request out, and when trying again makes sense. */
export type LimitReached = {
  readonly limit: keyof KeyLimits;
  /** The limit itself. */
  readonly most: number;
  readonly retryAfterMs: number;
};

const minuteMs = 60_000;

/** Nobody knows when one of the requests in flight ends: callers are to ask again after a second. */
const whenInFlightEndsMs = 1_000;

/**
 * What callers with one key use up in this gateway. It outlives config changes, edits of the key and its re-roll; a
 * restart begins at nothing. Exact: of any 60 s no more requests begin than the limit says, and what is refused does not
 * count.
 */
export class KeyUsage {
  /** Epoch ms; null: not since this gateway began. */
  lastUsedAtMs: number | null = null;
  /** Of the text before the key was re-rolled. */
  previousLastUsedAtMs: number | null = null;
  #inFlight = 0;
  /** When the latest requests began, as many as may begin in a minute; a ring. */
  #begun: Float64Array | null = null;
  /** The oldest of the ring, which the next request replaces. */
  #oldest = 0;

  /** Lets a request begin, and counts it until `end`; or says which limit is reached. */
  begin(limits: KeyLimits, nowMs: number): LimitReached | null {
    const { inFlight, requestsPerMinute } = limits;
    if (inFlight !== undefined && this.#inFlight >= inFlight) {
      return { limit: "inFlight", most: inFlight, retryAfterMs: whenInFlightEndsMs };
    }
    if (requestsPerMinute !== undefined) {
      const begun = this.#ring(requestsPerMinute);
      const waitMs = (begun[this.#oldest] ?? 0) + minuteMs - nowMs;
      if (waitMs > 0) return { limit: "requestsPerMinute", most: requestsPerMinute, retryAfterMs: waitMs };
      begun[this.#oldest] = nowMs;
      this.#oldest = (this.#oldest + 1) % begun.length;
    }
    this.#inFlight += 1;
    return null;
  }

  /** A request that began has ended. */
  end(): void {
    this.#inFlight -= 1;
  }

  /** The ring of this size; after another limit it keeps the latest that fit. */
  #ring(size: number): Float64Array {
    const before = this.#begun;
    if (before?.length === size) return before;
    const ring = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    if (before) {
      const inOrder = [...before.subarray(this.#oldest), ...before.subarray(0, this.#oldest)];
      const kept = inOrder.slice(-size);
      ring.set(kept, size - kept.length);
    }
    this.#begun = ring;
    this.#oldest = 0;
    return ring;
  }
}
