import type { GatewayCounters } from "../server/gateway-counters.ts";

/**
 * Where requests wait while everything that could serve them is cooling down. Bounded for each environment, by
 * number and by the bytes of the bodies that are kept meanwhile, so that none fills it for the others; whoever finds it full
 * is answered at once.
 */
export class WaitingRoom {
  readonly #most: number;
  readonly #mostBytes: number;
  readonly #counters: Pick<GatewayCounters, "requestsWaiting">;
  readonly #byEnvironment = new Map<string, { waiting: number; bytes: number }>();

  constructor(
    mostPerEnvironment: number,
    mostBytesPerEnvironment: number,
    counters: Pick<GatewayCounters, "requestsWaiting">,
  ) {
    this.#most = mostPerEnvironment;
    this.#mostBytes = mostBytesPerEnvironment;
    this.#counters = counters;
  }

  /** Takes a place until `leave`; false when none is free. */
  enter(environmentId: string, bytes: number): boolean {
    const held = this.#byEnvironment.get(environmentId) ?? { waiting: 0, bytes: 0 };
    if (held.waiting >= this.#most || held.bytes + bytes > this.#mostBytes) return false;
    held.waiting += 1;
    held.bytes += bytes;
    this.#byEnvironment.set(environmentId, held);
    this.#counters.requestsWaiting += 1;
    return true;
  }

  leave(environmentId: string, bytes: number): void {
    const held = this.#byEnvironment.get(environmentId);
    if (!held) return;
    held.waiting -= 1;
    held.bytes -= bytes;
    if (held.waiting === 0) this.#byEnvironment.delete(environmentId);
    this.#counters.requestsWaiting -= 1;
  }
}
