import type { UpstreamState } from "../state/upstream-state.ts";
import { peerGoneMs, type UpstreamLoad } from "./peer-load.ts";

/** Gateways that are listened to, at most. */
const mostGateways = 64;

type Heard = { atMs: number; loads: readonly UpstreamLoad[] };

type Sum = { inFlight: number; outstandingTokens: number; unreadTokens: number; oldestMs: number };

/** What each other gateway said last of its load, kept until it has not been heard for a while. */
export class PeerLoads {
  readonly #heard = new Map<string, Heard>();
  /** Upstreams of which something was said in the last sum: they are to hear when nothing is any more. */
  #summed = new Map<number, Sum>();

  /** All that a gateway has anywhere. False: too many are heard already. */
  hear(gateway: string, loads: readonly UpstreamLoad[], nowMs: number): boolean {
    if (!this.#heard.has(gateway) && this.#heard.size >= mostGateways) return false;
    this.#heard.set(gateway, { atMs: nowMs, loads });
    return true;
  }

  /** Gateways that are heard. */
  get gateways(): number {
    return this.#heard.size;
  }

  /** Lays what all others have into the live state of the upstreams, and forgets gateways that are gone. */
  settle(states: Iterable<UpstreamState>, nowMs: number): void {
    const sums = new Map<number, Sum>();
    for (const [gateway, { atMs, loads }] of this.#heard) {
      if (nowMs - atMs >= peerGoneMs) this.#heard.delete(gateway);
      else for (const load of loads) add(sums, load, atMs);
    }
    const before = this.#summed;
    this.#summed = sums;
    if (sums.size === 0 && before.size === 0) return;
    for (const { number, peers } of states) {
      const sum = sums.get(number);
      if (sum || before.has(number)) peers.take(sum ?? nothing, nowMs);
    }
  }
}

const nothing: Sum = { inFlight: 0, outstandingTokens: 0, unreadTokens: 0, oldestMs: Number.POSITIVE_INFINITY };

function add(sums: Map<number, Sum>, load: UpstreamLoad, heardAtMs: number): void {
  const { upstream, inFlight, outstandingTokens, unreadTokens, oldestWaitMs } = load;
  let sum = sums.get(upstream);
  if (!sum) sums.set(upstream, (sum = { ...nothing }));
  sum.inFlight += inFlight;
  sum.outstandingTokens += outstandingTokens;
  sum.unreadTokens += unreadTokens;
  if (oldestWaitMs >= 0) sum.oldestMs = Math.min(sum.oldestMs, heardAtMs - oldestWaitMs);
}
