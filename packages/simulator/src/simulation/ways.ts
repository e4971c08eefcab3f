import type { RoutedRequest } from "./simulated-router.ts";

/** How long messages are under way, one way in ms. */
export class Ways {
  /** By gateway and upstream. */
  readonly #upstreams: readonly (readonly number[])[];
  /** By gateway and gateway. */
  readonly #gateways: readonly (readonly number[])[];

  constructor(
    gateways: readonly string[],
    upstreams: readonly { readonly region: string }[],
    roundTripMs: (from: string, to: string) => number,
  ) {
    this.#upstreams = gateways.map((from) => upstreams.map(({ region }) => roundTripMs(from, region) / 2));
    this.#gateways = gateways.map((from) => gateways.map((to) => roundTripMs(from, to) / 2));
  }

  /** All that there are. */
  get all(): readonly number[] {
    return [...this.#upstreams, ...this.#gateways].flat();
  }

  /** Between a gateway and each upstream. */
  ofGateway(gateway: number): readonly number[] {
    return this.#upstreams[gateway]!;
  }

  betweenGateways(from: number, to: number): number {
    return this.#gateways[from]![to]!;
  }

  /** Between the gateway and the upstream of a request's attempt. */
  ofAttempt({ gateway, upstream }: RoutedRequest): number {
    return this.#upstreams[gateway]![upstream]!;
  }
}
