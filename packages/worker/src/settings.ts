import type { InstallationRetention } from "@meridian/db";

export type WorkerSettings = {
  readonly databaseUrl: string;
  /** Port of `/healthz` on loopback; null: none. */
  readonly port: number | null;
  readonly logLevel: string;
  /** How long each kind of row is kept at most; an environment may choose less. */
  readonly retention: InstallationRetention;
};
