import type pg from "pg";
import type { CellRetention } from "../cells/cell-retention.ts";

/** How long each kind of row is kept, in days, for all environments. */
export type InstallationRetention = {
  readonly requests: number;
  readonly requestDetails: number;
  /** By width, in seconds. */
  readonly cells: CellRetention;
};

/**
 * What one environment keeps for a shorter time than the installation, in days. `cells`: of every width; widths that the
 * installation keeps for less stay as they are.
 */
export type EnvironmentRetention = {
  readonly requests?: number;
  readonly requestDetails?: number;
  readonly cells?: number;
};

/** Tells the workspace what the worker was set to. */
export async function writeInstallationRetention(pool: pg.Pool, days: InstallationRetention): Promise<void> {
  await pool.query(
    `INSERT INTO installation_retention (id, days, updated_at) VALUES (1, $1, now())
     ON CONFLICT (id) DO UPDATE SET days = excluded.days, updated_at = excluded.updated_at`,
    [JSON.stringify(days)],
  );
}

/** null before a worker ever ran on this database. */
export async function readInstallationRetention(pool: pg.Pool): Promise<InstallationRetention | null> {
  const { rows } = await pool.query<{ readonly days: InstallationRetention }>(
    "SELECT days FROM installation_retention",
  );
  return rows[0]?.days ?? null;
}

/** Those environments that keep something for a time of their own. */
export async function readEnvironmentRetentions(
  pool: pg.Pool,
): Promise<readonly { readonly environmentId: string; readonly days: EnvironmentRetention }[]> {
  const { rows } = await pool.query<{ readonly environmentId: string; readonly days: EnvironmentRetention }>(
    `SELECT id AS "environmentId", retention AS days FROM environments WHERE retention IS NOT NULL ORDER BY id`,
  );
  return rows;
}

/** Details are never kept longer than the request that they belong to; null: as long as the installation keeps them. */
export function ownDetailDays({ requests, requestDetails }: EnvironmentRetention): number | null {
  const days = Math.min(requests ?? Number.POSITIVE_INFINITY, requestDetails ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(days) ? days : null;
}
