import type pg from "pg";

/** The bytes that a gateway serves an environment from, as the control plane signed them. */
export type StoredSnapshot = {
  readonly environmentId: string;
  readonly serial: number;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
};

export type SnapshotReading = {
  /** Every environment that has a snapshot. */
  readonly environmentIds: readonly string[];
  /** Those newer than the serials asked with. */
  readonly changed: readonly StoredSnapshot[];
};

export type InstanceRegistration = {
  readonly id: string;
  readonly name: string;
  /** Start of the process, epoch ms. */
  readonly epoch: number;
  readonly liveUrl: string;
  readonly version: string;
};

export type ApplicationReport = {
  readonly environmentId: string;
  readonly deploymentId: string;
  readonly serial: number;
  readonly state: "applied" | "rejected";
  readonly diagnostics: readonly unknown[];
  readonly atMs: number;
};

/** What a gateway asks of the control plane and tells it. Needs no more than the grants of `meridian_gateway`. */
export interface GatewayControl {
  readSnapshots(knownSerials: ReadonlyMap<string, number>): Promise<SnapshotReading>;
  /** Also after a restart: the same id with a new epoch. */
  register(instance: InstanceRegistration): Promise<void>;
  /** false when the instance is not registered (any more). */
  heartbeat(instanceId: string): Promise<boolean>;
  report(instanceId: string, application: ApplicationReport): Promise<void>;
  markStopped(instanceId: string): Promise<void>;
}

type SnapshotRow = {
  readonly environment_id: string;
  readonly serial: string;
  readonly payload: Buffer | null;
  readonly signature: Buffer | null;
};

const goneConstraints: readonly unknown[] = [
  "gateway_applications_environment_id_fkey",
  "gateway_applications_environment_id_deployment_id_fkey",
];

export function createGatewayControl(pool: pg.Pool): GatewayControl {
  return {
    readSnapshots: async (knownSerials) => {
      const { rows } = await pool.query<SnapshotRow>(
        `SELECT s.environment_id, s.serial,
           CASE WHEN k.serial IS DISTINCT FROM s.serial THEN s.payload END AS payload,
           CASE WHEN k.serial IS DISTINCT FROM s.serial THEN s.signature END AS signature
         FROM environment_snapshots s
         LEFT JOIN unnest($1::uuid[], $2::bigint[]) AS k(environment_id, serial) USING (environment_id)`,
        [[...knownSerials.keys()], [...knownSerials.values()]],
      );
      return {
        environmentIds: rows.map((row) => row.environment_id),
        changed: rows.flatMap(({ environment_id: environmentId, serial, payload, signature }) =>
          payload && signature ? [{ environmentId, serial: Number(serial), payload, signature }] : [],
        ),
      };
    },

    register: async ({ id, name, epoch, liveUrl, version }) => {
      await pool.query(
        `INSERT INTO gateway_instances (id, name, epoch, live_url, version, started_at, heartbeat_at)
         VALUES ($1, $2, $3, $4, $5, $6, now())
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, epoch = excluded.epoch, live_url = excluded.live_url,
           version = excluded.version, started_at = excluded.started_at, heartbeat_at = now(), stopped_at = NULL`,
        [id, name, epoch, liveUrl, version, new Date(epoch)],
      );
    },

    heartbeat: async (instanceId) => {
      const { rowCount } = await pool.query(
        "UPDATE gateway_instances SET heartbeat_at = now(), stopped_at = NULL WHERE id = $1",
        [instanceId],
      );
      return rowCount === 1;
    },

    report: async (instanceId, { environmentId, deploymentId, serial, state, diagnostics, atMs }) => {
      try {
        await pool.query(
          `INSERT INTO gateway_applications (gateway_instance_id, environment_id, deployment_id, serial, state, diagnostics, reported_at)
           VALUES ($1, $2, $3, $4, $5::"ApplicationState", $6, $7)
           ON CONFLICT (gateway_instance_id, deployment_id) DO UPDATE SET serial = excluded.serial, state = excluded.state,
             diagnostics = excluded.diagnostics, reported_at = excluded.reported_at`,
          [instanceId, environmentId, deploymentId, serial, state, JSON.stringify(diagnostics), new Date(atMs)],
        );
      } catch (error) {
        // The environment was deleted meanwhile: nobody is left to be told.
        if (!goneConstraints.includes((error as { readonly constraint?: unknown }).constraint)) throw error;
      }
    },

    markStopped: async (instanceId) => {
      await pool.query("UPDATE gateway_instances SET stopped_at = now() WHERE id = $1", [instanceId]);
    },
  };
}
