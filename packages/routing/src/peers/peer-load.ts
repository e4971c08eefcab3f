/** What a gateway has at one upstream. */
export type UpstreamLoad = {
  /** Number of the upstream: the same at every gateway, and of one environment. */
  readonly upstream: number;
  readonly inFlight: number;
  /** Estimated, of the requests in flight: input and expected output. */
  readonly outstandingTokens: number;
  /** Prompt tokens sent there that are probably not read yet. */
  readonly unreadTokens: number;
  /** For how long the oldest request there waits for its first token, ms; -1: none does. */
  readonly oldestWaitMs: number;
};

/** What was heard before this says nothing of now. */
export const peerGoneMs = 2_000;

/** Where its numbers stand; the time of the oldest request is infinite where none waits. */
const [heardAt, inFlightAt, outstandingAt, unreadAt, oldestAt] = [0, 1, 2, 3, 4] as const;

/** What other gateways have at an upstream, all together, as they said last. In numbers of fixed size, so that threads see it. */
export class PeerLoad {
  static readonly initial: readonly number[] = [Number.NEGATIVE_INFINITY, 0, 0, 0, Number.POSITIVE_INFINITY];

  readonly #numbers: Float64Array;

  constructor(numbers: Float64Array = Float64Array.from(PeerLoad.initial)) {
    this.#numbers = numbers;
  }

  take(load: Omit<UpstreamLoad, "upstream" | "oldestWaitMs"> & { readonly oldestMs: number }, nowMs: number): void {
    const { inFlight, outstandingTokens, unreadTokens, oldestMs } = load;
    const numbers = this.#numbers;
    numbers[heardAt] = nowMs;
    numbers[inFlightAt] = inFlight;
    numbers[outstandingAt] = outstandingTokens;
    numbers[unreadAt] = unreadTokens;
    numbers[oldestAt] = oldestMs;
  }

  inFlight(nowMs: number): number {
    return this.#isFresh(nowMs) ? this.#numbers[inFlightAt]! : 0;
  }

  outstandingTokens(nowMs: number): number {
    return this.#isFresh(nowMs) ? this.#numbers[outstandingAt]! : 0;
  }

  unreadTokens(nowMs: number): number {
    return this.#isFresh(nowMs) ? this.#numbers[unreadAt]! : 0;
  }

  /** When the oldest request that waits for its first token was sent, epoch ms; Infinity: none waits. */
  oldestMs(nowMs: number): number {
    return this.#isFresh(nowMs) ? this.#numbers[oldestAt]! : Number.POSITIVE_INFINITY;
  }

  #isFresh(nowMs: number): boolean {
    return nowMs - this.#numbers[heardAt]! < peerGoneMs;
  }
}
