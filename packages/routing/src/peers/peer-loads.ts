import type { UpstreamState } from "../state/upstream-state.ts";
import { peerGoneMs, type UpstreamLoad } from "./peer-load.ts";

/** Gateways that are listened to, at most. */
const mostGateways = 64;

/** Of those beyond, so many are told apart to be counted. */
const mostUnheard = 1_024;

type Heard = { atMs: number; loads: readonly UpstreamLoad[] };

/** What all of them have at one upstream. One of which something was `said` is to hear once more when nothing is. */
type Sum = {
  inFlight: number;
  outstandingTokens: number;
  unreadTokens: number;
  oldestMs: number;
  said: boolean;
};

/** What each other gateway said last of its load, kept until it has not been heard for a while. */
export class PeerLoads {
  readonly #heard = new Map<string, Heard>();
  /** Gateways that there was no room for, and when they spoke last. */
  readonly #unheard = new Map<string, number>();
  /** By number of the upstream. */
  readonly #sums = new Map<number, Sum>();

  /** All that a gateway has anywhere. False: too many are heard already. */
  hear(gateway: string, loads: readonly UpstreamLoad[], nowMs: number): boolean {
    if (!this.#heard.has(gateway) && this.#heard.size >= mostGateways) {
      if (this.#unheard.has(gateway) || this.#unheard.size < mostUnheard) this.#unheard.set(gateway, nowMs);
      return false;
    }
    this.#unheard.delete(gateway);
    this.#heard.set(gateway, { atMs: nowMs, loads });
    return true;
  }

  /** Gateways that are heard. */
  get gateways(): number {
    return this.#heard.size;
  }

  /** Gateways that speak and are not heard, because too many others are. */
  get unheard(): number {
    return this.#unheard.size;
  }

  /** Lays what all others have into the live state of the upstreams, and forgets gateways that are gone. */
  settle(states: Iterable<UpstreamState>, nowMs: number): void {
    for (const [upstream, sum] of this.#sums) {
      if (!sum.said) this.#sums.delete(upstream);
      sum.said = false;
      sum.inFlight = sum.outstandingTokens = sum.unreadTokens = 0;
      sum.oldestMs = Number.POSITIVE_INFINITY;
    }
    for (const [gateway, { atMs, loads }] of this.#heard) {
      if (nowMs - atMs >= peerGoneMs) this.#heard.delete(gateway);
      else for (const load of loads) this.#add(load, atMs);
    }
    for (const [gateway, atMs] of this.#unheard) if (nowMs - atMs >= peerGoneMs) this.#unheard.delete(gateway);
    if (this.#sums.size === 0) return;
    for (const { number, peers } of states) {
      const sum = this.#sums.get(number);
      if (sum) peers.take(sum, nowMs);
    }
  }

  #add({ upstream, inFlight, outstandingTokens, unreadTokens, oldestWaitMs }: UpstreamLoad, heardAtMs: number): void {
    let sum = this.#sums.get(upstream);
    if (!sum) this.#sums.set(upstream, (sum = nothing()));
    sum.said = true;
    sum.inFlight += inFlight;
    sum.outstandingTokens += outstandingTokens;
    sum.unreadTokens += unreadTokens;
    if (oldestWaitMs >= 0) sum.oldestMs = Math.min(sum.oldestMs, heardAtMs - oldestWaitMs);
  }
}

const nothing = (): Sum => ({
  inFlight: 0,
  outstandingTokens: 0,
  unreadTokens: 0,
  oldestMs: Number.POSITIVE_INFINITY,
  said: false,
});
