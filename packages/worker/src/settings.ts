/** How long each kind of row is kept, in days. */
export type Retention = {
  readonly requests: number;
  readonly requestDetails: number;
  readonly tenSecondCells: number;
  readonly minuteCells: number;
  readonly hourCells: number;
};

export type WorkerSettings = {
  readonly databaseUrl: string;
  /** Port of `/healthz` on loopback; null: none. */
  readonly port: number | null;
  readonly logLevel: string;
  readonly retention: Retention;
};
