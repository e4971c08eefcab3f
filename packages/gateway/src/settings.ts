/** What an operator sets. */
export type GatewaySettings = {
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  /** Unique among the gateways of a workspace; part of a folder's name. */
  readonly name: string;
  /** Where applications and browsers reach the public port, without a trailing slash. */
  readonly publicUrl: string;
  readonly region: string | null;
  readonly allowPrivateUpstreams: boolean;
  readonly logLevel: (typeof logLevels)[number];
  /** How long it serves without hearing from its control plane: revocations do not reach it meanwhile. */
  readonly maxSnapshotAgeMs: number;
  /** Requests in flight, at most; environments share it. */
  readonly maxInFlight: number;
  /** Bytes of the bodies of requests in flight, at most, in all threads. */
  readonly maxHeldBodyBytes: number;
  /** Where traces and metrics go by OTLP over HTTP, without a trailing slash; null: nowhere. */
  readonly otlpEndpoint: string | null;
  /** Threads that serve requests; 1: the process's own. */
  readonly workers: number;
  /** What gateways that keep limits together share; null: this one keeps them alone. */
  readonly redisUrl: string | null;
  /** What outside systems show that may set signals; null: none may. */
  readonly signalsToken: string | null;
  /** Whether a line for people goes to standard output for every request. */
  readonly printRequests: boolean;
  readonly source: FileSource | DatabaseSource;
};

/** Alone, from a file; with a gateway key it has a live feed. */
export type FileSource = {
  readonly kind: "file";
  readonly path: string;
  readonly gatewayKey: string | null;
  /** Where what is used up of limits is kept over a restart; it is not unless this is given. */
  readonly dataDir?: string;
};

export type DatabaseSource = {
  readonly kind: "database";
  readonly url: string;
  /** 64 hex digits, derived from the master key: opens secrets, verifies snapshots and tickets. */
  readonly gatewayKey: string;
  /** Where snapshots are kept for a start without the database, and what is used up of limits. */
  readonly dataDir: string;
};

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
