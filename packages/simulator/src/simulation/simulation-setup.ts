import type { RouterFactory } from "./simulated-router.ts";
import type { SimulatedUpstream } from "./simulated-upstream.ts";
import type { Workload } from "./workload.ts";

/** All that a run depends on: the same setup gives the same result. */
export type SimulationSetup = {
  readonly upstreams: readonly SimulatedUpstream[];
  readonly workload: Workload;
  /** Region of each gateway. */
  readonly gateways: readonly string[];
  /** There and back between two regions. */
  readonly roundTripMs: (from: string, to: string) => number;
  /** Called once for each gateway. */
  readonly router: RouterFactory;
  /** An attempt without a first token by then is given up, and a stream that is silent for so long has failed; null: never. */
  readonly timeouts: { readonly firstTokenMs: number | null; readonly idleMs: number };
  readonly seed: number;
};
