import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import type { EnvironmentRegistry } from "./environments/environment-registry.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import type { RecordSink } from "./records/record-sink.ts";
import type { GatewayCounters } from "./server/gateway-counters.ts";

export type GatewayParts = {
  readonly registry: EnvironmentRegistry;
  readonly sink: RecordSink;
  readonly log: Logger;
  /** Epoch ms, monotonic; fractions are welcome. */
  readonly clock: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly options: GatewayOptions;
  /** Takes over WebSocket upgrades of the public port; without it they are refused. */
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly counters: GatewayCounters;
};

/** The request path: its public server, and how it starts and ends. */
export type Gateway = {
  readonly publicServer: Server;
  /** Resolves once the port takes connections; rejects when it is taken. */
  start(): Promise<AddressInfo>;
  /**
   * Takes no more connections, lets what runs finish for at most `limitMs`, then ends the rest with an error in the
   * caller's protocol. Resolves when every request has left its record.
   */
  stop(limitMs: number): Promise<void>;
};

/** Puts the request path together. Opens nothing before `start`. */
export function createGateway(parts: GatewayParts): Gateway {
  throw new Error(`not yet ${parts.options.port}`);
}
