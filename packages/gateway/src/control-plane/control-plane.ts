import type { ApplicationReport, GatewayControl, InstanceRegistration, StoredSnapshot } from "@meridian/db";
import type { Diagnostic } from "@meridian/routing-config";

/** The bytes that a gateway serves an environment from, UTF-8 JSON of an `EnvironmentSnapshot`, and their signature. */
export type SignedSnapshot = StoredSnapshot;

/** This process, as the control plane lists it. */
export type GatewayInstance = InstanceRegistration;

/** What this gateway did with a deployment. */
export type Application = ApplicationReport & { readonly diagnostics: readonly Diagnostic[] };

/** What a gateway asks of the control plane and tells it. Everything rejects while it cannot be reached. */
export interface ControlPlane extends GatewayControl {
  /** Calls `onHint` when something may have changed. Reconnects by itself; hints get lost meanwhile. */
  listen(onHint: () => void): { stop(): Promise<void> };
}
