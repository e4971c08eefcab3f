import type { GatewayCounters } from "../server/gateway-counters.ts";

/**
 * Where requests wait while everything that could serve them is cooling down. Bounded for each environment, so that none
 * fills it for the others; whoever finds it full is answered at once.
 */
export class WaitingRoom {
  readonly #most: number;
  readonly #counters: Pick<GatewayCounters, "requestsWaiting">;
  readonly #byEnvironment = new Map<string, number>();

  constructor(mostPerEnvironment: number, counters: Pick<GatewayCounters, "requestsWaiting">) {
    this.#most = mostPerEnvironment;
    this.#counters = counters;
  }

  /** Takes a place until `leave`; false when none is free. */
  enter(environmentId: string): boolean {
    const waiting = this.#byEnvironment.get(environmentId) ?? 0;
    if (waiting >= this.#most) return false;
    this.#byEnvironment.set(environmentId, waiting + 1);
    this.#counters.requestsWaiting += 1;
    return true;
  }

  leave(environmentId: string): void {
    const left = (this.#byEnvironment.get(environmentId) ?? 1) - 1;
    if (left === 0) this.#byEnvironment.delete(environmentId);
    else this.#byEnvironment.set(environmentId, left);
    this.#counters.requestsWaiting -= 1;
  }
}
