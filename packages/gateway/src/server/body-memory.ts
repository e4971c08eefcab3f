import type { GatewayCounters } from "./gateway-counters.ts";

/** What one environment holds. */
export type HeldBodies = { bytes: number };

export type BodyBounds = {
  /** Of all bodies together. */
  readonly most: number;
  /** Of one body alone. */
  readonly largest: number;
};

/** What environments that are gone once held is looked for when there are as many as these more than there are environments. */
const slack = 16;

/**
 * Bounds the bytes of the bodies of requests in flight, of which each alone is bounded, too. One environment of several
 * has at most half of it, or one body, so that its flood of large bodies leaves the others room for theirs.
 */
export class BodyMemory {
  readonly #bounds: BodyBounds;
  readonly #environments: { readonly size: number };
  readonly #counters: Pick<GatewayCounters, "bodyBytesHeld">;
  readonly #byEnvironment = new Map<string, HeldBodies>();

  constructor(
    bounds: BodyBounds,
    environments: { readonly size: number },
    counters: Pick<GatewayCounters, "bodyBytesHeld">,
  ) {
    this.#bounds = bounds;
    this.#environments = environments;
    this.#counters = counters;
  }

  /** To be asked once by each request that then takes room: looking it up is all that it costs. */
  heldBy(environmentId: string): HeldBodies {
    let held = this.#byEnvironment.get(environmentId);
    if (!held) {
      held = { bytes: 0 };
      this.#forgetEmpty();
      this.#byEnvironment.set(environmentId, held);
    }
    return held;
  }

  /** Takes room until `give`; false when there is none. */
  take(held: HeldBodies, bytes: number): boolean {
    const { most, largest } = this.#bounds;
    const mostOwn = this.#environments.size > 1 ? Math.max(most / 2, largest) : most;
    if (held.bytes + bytes > mostOwn || this.#counters.bodyBytesHeld + bytes > most) return false;
    held.bytes += bytes;
    this.#counters.bodyBytesHeld += bytes;
    return true;
  }

  give(held: HeldBodies, bytes: number): void {
    held.bytes -= bytes;
    this.#counters.bodyBytesHeld -= bytes;
  }

  #forgetEmpty(): void {
    if (this.#byEnvironment.size < this.#environments.size + slack) return;
    for (const [id, { bytes }] of this.#byEnvironment) if (bytes === 0) this.#byEnvironment.delete(id);
  }
}
