import type { Diagnostic } from "@meridian/routing-config";

/** The bytes that a gateway serves an environment from, as the control plane signed them. */
export type SignedSnapshot = {
  readonly environmentId: string;
  readonly serial: number;
  /** UTF-8 JSON of an `EnvironmentSnapshot`. */
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
};

/** Every environment there is, and the snapshots that are newer than the serials asked with. */
export type SnapshotReading = {
  readonly environmentIds: readonly string[];
  readonly changed: readonly SignedSnapshot[];
};

/** This process, as the control plane lists it. */
export type GatewayInstance = {
  readonly id: string;
  readonly name: string;
  /** When the process began, epoch ms. */
  readonly epoch: number;
  /** Where browsers reach its live feed. */
  readonly liveUrl: string;
  readonly version: string;
};

/** What this gateway did with a deployment. */
export type Application = {
  readonly environmentId: string;
  readonly deploymentId: string;
  readonly serial: number;
  readonly state: "applied" | "rejected";
  readonly diagnostics: readonly Diagnostic[];
  readonly atMs: number;
};

/** What a gateway asks of the control plane and tells it. Everything rejects while it cannot be reached. */
export interface ControlPlane {
  readSnapshots(knownSerials: ReadonlyMap<string, number>): Promise<SnapshotReading>;
  /** Also after a restart: the same id with a new epoch. */
  register(instance: GatewayInstance): Promise<void>;
  /** Resolves to false when the instance is not known (any more). */
  heartbeat(instanceId: string): Promise<boolean>;
  report(instanceId: string, application: Application): Promise<void>;
  markStopped(instanceId: string): Promise<void>;
  /** Calls `onHint` when something may have changed. Reconnects by itself; hints get lost meanwhile. */
  listen(onHint: () => void): { stop(): Promise<void> };
}
