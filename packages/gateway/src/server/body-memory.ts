import type { GatewayCounters } from "./gateway-counters.ts";

/**
 * Bounds the bytes of the bodies of requests in flight, of which each alone is bounded, too. One environment of several
 * has at most half of it, so that its flood of large bodies leaves the others room for theirs.
 */
export class BodyMemory {
  readonly #most: number;
  readonly #environments: { readonly size: number };
  readonly #counters: Pick<GatewayCounters, "bodyBytesHeld">;
  readonly #byEnvironment = new Map<string, number>();

  constructor(most: number, environments: { readonly size: number }, counters: Pick<GatewayCounters, "bodyBytesHeld">) {
    this.#most = most;
    this.#environments = environments;
    this.#counters = counters;
  }

  /** Takes room until `give`; false when there is none. */
  take(environmentId: string, bytes: number): boolean {
    const own = (this.#byEnvironment.get(environmentId) ?? 0) + bytes;
    const mostOwn = this.#environments.size > 1 ? this.#most / 2 : this.#most;
    if (own > mostOwn || this.#counters.bodyBytesHeld + bytes > this.#most) return false;
    this.#byEnvironment.set(environmentId, own);
    this.#counters.bodyBytesHeld += bytes;
    return true;
  }

  give(environmentId: string, bytes: number): void {
    const own = (this.#byEnvironment.get(environmentId) ?? 0) - bytes;
    if (own > 0) this.#byEnvironment.set(environmentId, own);
    else this.#byEnvironment.delete(environmentId);
    this.#counters.bodyBytesHeld -= bytes;
  }
}
