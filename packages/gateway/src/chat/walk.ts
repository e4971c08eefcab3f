import type { ApiRequest, Endpoint } from "@meridian/chat-protocol";
import type { AttemptRecord } from "@meridian/metrics";
import type {
  AffinityTrace,
  RetryBudget,
  Route,
  RoutePlan,
  RouteRequest,
  RoutingTable,
  TokenEstimate,
} from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";

/** A decision that is being carried out, and what it was made about. */
export type Walk = {
  readonly environment: ActiveEnvironment;
  readonly table: RoutingTable;
  readonly route: Route;
  readonly plan: RoutePlan;
  readonly facts: RouteRequest;
  /** What keeps it together with others; null: nothing does. */
  readonly affinity: AffinityTrace | null;
  /** Tokens that it is expected to use. */
  readonly ask: TokenEstimate;
  /** What the caller asked for, and in whose protocol it is answered. */
  readonly endpoint: Endpoint;
  readonly request: ApiRequest;
  readonly body: Buffer;
  readonly dropUnsupported: boolean;
  readonly budget: RetryBudget;
};

/** A step on the way: an index of the plan's candidates, and why it is taken. */
export type WalkStep = { readonly candidate: number; readonly as: AttemptRecord["as"] };
