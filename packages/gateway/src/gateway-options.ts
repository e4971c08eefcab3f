/** Bounds and addresses of the public server. Times in ms, sizes in bytes. */
export type GatewayOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly instanceId: string;
  /** Several threads take connections on the same port. */
  readonly reusePort: boolean;
  /** Stands in for the caller's region when a request names none; null: unknown. */
  readonly region: string | null;
  /** Whether upstream calls are spans of a trace that the gateway sends. */
  readonly traces: boolean;
  /** Requests in flight, of all environments together, which share it. */
  readonly maxInFlight: number;
  readonly maxBodyBytes: number;
  /** Bytes of the bodies of requests in flight, of all environments together. */
  readonly maxHeldBodyBytes: number;
  /** For receiving a request's whole body; then 408. */
  readonly bodyTimeoutMs: number;
  /** How long a caller may leave a relayed reply unread before it counts as gone. */
  readonly clientStallMs: number;
  /** Frames held back, at most, until the first content of a stream. */
  readonly holdBackFrames: number;
  readonly holdBackBytes: number;
  /** Requests of one environment that wait, at most, while all their upstreams are cooling down. */
  readonly maxWaiting: number;
  /** … and the bytes of their bodies. */
  readonly maxWaitingBytes: number;
};

/** What holds unless a process says otherwise; an operator sets host, port, instance and region. */
export const defaultGatewayOptions = {
  host: "127.0.0.1",
  port: 4000,
  reusePort: false,
  region: null,
  traces: false,
  maxInFlight: 20_000,
  maxBodyBytes: 16 * 1024 * 1024,
  maxHeldBodyBytes: 1024 * 1024 * 1024,
  bodyTimeoutMs: 60_000,
  clientStallMs: 120_000,
  holdBackFrames: 64,
  holdBackBytes: 256 * 1024,
  maxWaiting: 256,
  maxWaitingBytes: 64 * 1024 * 1024,
} as const satisfies Omit<GatewayOptions, "instanceId">;
