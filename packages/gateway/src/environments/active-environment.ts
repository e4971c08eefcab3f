import type { InFlightCount, Override, RetryBudget, RoutingState, RoutingTable, ScopeUsage } from "@meridian/routing";
import type { UpstreamTarget } from "../upstream/upstream-target.ts";
import type { SecretUses } from "../limits/secret-uses.ts";
import type { GatewayKey } from "./gateway-key.ts";

/**
 * What one environment serves with at this moment. Immutable but for `state`, `budgets` and what is counted of
 * keys and secrets, which outlive it: a config
 * change makes a new one and swaps the reference. A request takes its environment once and ends on it.
 */
export type ActiveEnvironment = {
  readonly environmentId: string;
  readonly name: string;
  /** Rises with every snapshot; 0 in file mode. */
  readonly serial: number;
  /** null before the first publish, and in file mode. */
  readonly deployment: ActiveDeployment | null;
  /** When this gateway began to serve with it, epoch ms. */
  readonly appliedAtMs: number;
  /** null when nothing was ever published that this gateway could apply. */
  readonly table: RoutingTable | null;
  /** How to reach each upstream, by index of `table.upstreams`. */
  readonly targets: readonly UpstreamTarget[];
  /** Lower-case names of the request headers that some route's match, rules, affinity or canary read. */
  readonly matchedHeaders: readonly string[];
  /** Whether some route asks which prompts begin alike, or how hard they look. */
  readonly readsPrompts: boolean;
  readonly keys: readonly GatewayKey[];
  readonly overrides: readonly Override[];
  readonly state: RoutingState;
  /** Its requests in flight, whatever their keys. */
  readonly inFlight: InFlightCount;
  /** What all environments of the workspace use up together; null without a workspace. */
  readonly workspaceUsage: ScopeUsage | null;
  /** When each secret was last sent to an upstream, epoch ms, by name. */
  readonly secretUses: SecretUses;
  /** By route name. */
  readonly budgets: ReadonlyMap<string, RetryBudget>;
};

/** Which published version is being served, and which deployment said so. */
export type ActiveDeployment = { readonly id: string; readonly configVersion: number };
