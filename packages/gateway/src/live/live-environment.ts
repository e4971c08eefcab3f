import type { RoutingState } from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";

/** What the live feed reads of an environment. */
export type LiveEnvironment = Pick<ActiveEnvironment, "deployment" | "appliedAtMs" | "table"> & {
  readonly state: Pick<RoutingState, "views" | "takeAttempts">;
};
