import type { CellRetention } from "@meridian/db";

/** How long each kind of row is kept, in days. */
export type Retention = {
  readonly requests: number;
  readonly requestDetails: number;
  readonly cells: CellRetention;
};

export type WorkerSettings = {
  readonly databaseUrl: string;
  /** Port of `/healthz` on loopback; null: none. */
  readonly port: number | null;
  readonly logLevel: string;
  readonly retention: Retention;
};
