import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { UnknownModels } from "./chat/unknown-models.ts";
import { WaitingRoom } from "./chat/waiting-room.ts";
import type { EnvironmentRegistry } from "./environments/environment-registry.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { listenOn } from "./listen-on.ts";
import { InFlightShares } from "./limits/in-flight-shares.ts";
import type { RecordSink } from "./records/record-sink.ts";
import { BodyMemory } from "./server/body-memory.ts";
import { Deadlines } from "./server/deadlines.ts";
import { faultOf } from "./server/fault.ts";
import type { GatewayContext } from "./server/gateway-context.ts";
import type { GatewayCounters } from "./server/gateway-counters.ts";
import { GatewayRequest } from "./server/gateway-request.ts";
import { refuseBrokenHttp } from "./server/refuse-broken-http.ts";
import { refuseOnSocket } from "./server/refuse-on-socket.ts";
import { Roster } from "./server/roster.ts";
import { takeRequest } from "./server/take-request.ts";

export type GatewayParts = {
  readonly registry: EnvironmentRegistry;
  readonly sink: RecordSink;
  readonly log: Logger;
  /** Epoch ms, monotonic; fractions are welcome. */
  readonly clock: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly options: GatewayOptions;
  /** Whether what it serves from is older than allowed; never without it. */
  readonly snapshotsExpired?: () => boolean;
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
   * caller's protocol. Resolves when every request has left its record. Upgraded connections are their owner's to end.
   */
  stop(limitMs: number): Promise<void>;
};

/** An idle connection of a caller is kept this long: longer than the load balancers in front usually do. */
const keepAliveMs = 75_000;
/** After the last answer, for it to leave the machine. */
const flushMs = 1_000;

/** Puts the request path together. Opens nothing before `start`. */
export function createGateway(parts: GatewayParts): Gateway {
  const { registry, sink, log, clock, random, options, counters } = parts;
  const deadlines = new Deadlines(clock, (error) => log.error(faultOf(error), "a timeout broke"));
  const context: GatewayContext = {
    registry,
    sink,
    log,
    clock,
    random,
    options,
    snapshotsExpired: parts.snapshotsExpired ?? (() => false),
    counters,
    deadlines,
    shares: new InFlightShares(options.maxInFlight, registry),
    bodies: new BodyMemory({ most: options.maxHeldBodyBytes, largest: options.maxBodyBytes }, registry, counters),
    unknownModels: new UnknownModels(),
    waitingRoom: new WaitingRoom(options.maxWaiting, options.maxWaitingBytes, counters),
    open: new Roster(),
    draining: false,
    whenEmpty: null,
  };
  const take = (request: GatewayRequest, response: ServerResponse): void => takeRequest(context, request, response);
  const server = createServer(
    // Bodies have their own timeout, and everything is refused in JSON.
    {
      IncomingMessage: GatewayRequest,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: 30_000,
      requestTimeout: 0,
      noDelay: true,
      highWaterMark: 64 * 1024,
      requireHostHeader: false,
      // Java's client offers h2c with every request: whoever offers another protocol may be answered in this one.
      shouldUpgradeCallback: (request) => parts.onUpgrade !== undefined && !context.draining && isLiveUpgrade(request),
    },
    take,
  );
  server.on("checkExpectation", take);
  server.on("clientError", (error, socket) => refuseBrokenHttp(context, error, socket));
  server.on("connect", (_request, socket) => refuseOnSocket(socket, tunnel, clock()));
  server.on("upgrade", (request, socket, head) => {
    // From here on nobody else listens, and a reset without a listener would end the process.
    socket.on("error", () => socket.destroy());
    parts.onUpgrade?.(request, socket, head);
  });
  return {
    publicServer: server,
    start: () => listenOn(server, options.host, options.port, options.reusePort),
    stop: (limitMs) => stop(server, context, limitMs),
  };
}

const tunnel = { status: 405, code: "method_not_allowed", message: "The gateway is no proxy." };

function isLiveUpgrade({ method, url, headers }: IncomingMessage): boolean {
  return method === "GET" && url?.split("?", 1)[0] === "/live" && headers.upgrade?.toLowerCase() === "websocket";
}

async function stop(server: Server, context: GatewayContext, limitMs: number): Promise<void> {
  context.draining = true;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const limit = setTimeout(() => {
    context.open.forEach(({ run }) => run?.shutDown());
  }, limitMs);
  await new Promise<void>((resolve) => {
    context.whenEmpty = resolve;
    if (context.open.size === 0) resolve();
  });
  clearTimeout(limit);
  // What was answered has to leave the machine; connections that were told nothing of the end are idle then.
  const flush = setInterval(() => server.closeIdleConnections(), flushMs / 20);
  const lastly = setTimeout(() => server.closeAllConnections(), flushMs);
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, flushMs + 50).unref())]);
  clearInterval(flush);
  clearTimeout(lastly);
}
