import type { SimulatedUpstream } from "../simulation/simulated-upstream.ts";
import type { Workload } from "../simulation/workload.ts";

/** A fleet and its traffic, frozen: figures of one day can be compared with those of another. */
export type Scenario = {
  readonly name: string;
  readonly description: string;
  readonly upstreams: readonly SimulatedUpstream[];
  /** Region of each gateway. */
  readonly gateways: readonly string[];
  readonly roundTripMs: (from: string, to: string) => number;
  readonly timeouts: { readonly firstTokenMs: number | null; readonly idleMs: number };
  /** A first token is in time up to here. */
  readonly objectiveMs: number;
  /**
   * Most requests a second that round robin serves with 99 % of first tokens in time, without faults, quotas and tiers. Found
   * by `npm run bench:routing -- --find-knee --scenario NAME`, and frozen; null: the traffic has rates of its own.
   */
  readonly kneePerSecond: number | null;
  /** Requests a second that are offered ÷ the knee. */
  readonly utilisation: number;
  /** Share of the requests, the first, that no figure counts. */
  readonly warmUp: number;
  workload(seed: number, requestsPerSecond: number): Workload;
  /** Lines of the route in Meridian's document, beyond policy and targets. */
  readonly routeLines: readonly string[];
};

/** One gateway beside its fleet. Nobody gives up: in an overload that would hide how late first tokens are. */
export const oneGateway = {
  gateways: ["us-east"],
  roundTripMs: () => 1,
  timeouts: { firstTokenMs: null, idleMs: 30_000 },
  warmUp: 0.1,
  routeLines: ["timeouts: { first_token: 1h, response: 1h }"],
} as const satisfies Partial<Scenario>;
