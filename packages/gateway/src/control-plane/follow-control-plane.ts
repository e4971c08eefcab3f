import { join } from "node:path";
import type { Logger } from "pino";
import type { EnvironmentRegistry } from "../environments/environment-registry.ts";
import type { Application, ControlPlane, GatewayInstance } from "./control-plane.ts";
import { ControlPlaneFollower } from "./control-plane-follower.ts";
import { InstancePresence } from "./instance-presence.ts";
import type { VerifySnapshot } from "./open-snapshot.ts";
import { SnapshotDisk } from "./snapshot-disk.ts";
import { SnapshotIntake } from "./snapshot-intake.ts";

/** Puts together what keeps a gateway on its control plane; `folder` is this gateway's own. Starts nothing. */
export function followControlPlane(parts: {
  readonly controlPlane: ControlPlane;
  readonly registry: Pick<EnvironmentRegistry, "apply" | "keepOnly">;
  readonly verify: VerifySnapshot;
  readonly instance: GatewayInstance;
  readonly folder: string;
  /** Resolves to what is to be told of an application, once it holds in all threads; null: it does at once. */
  readonly confirm: ((application: Application) => Promise<Application>) | null;
  readonly clock: () => number;
  readonly log: Logger;
}): ControlPlaneFollower {
  const { controlPlane, registry, verify, instance, folder, confirm, clock, log } = parts;
  const presence = new InstancePresence({ controlPlane, instance, clock, log });
  const disk = new SnapshotDisk(join(folder, "snapshots"));
  const intake = new SnapshotIntake({
    registry,
    disk,
    verify,
    clock,
    log,
    onApplication: (application) => {
      if (!confirm) return presence.note(application);
      void confirm(application).then((confirmed) => {
        presence.note(confirmed);
        // What could not be told is told with the next poll, which says so if it fails again.
        return presence.tell().catch(() => {});
      });
    },
  });
  return new ControlPlaneFollower({ controlPlane, intake, presence, clock, log });
}
