import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import {
  type LiveErrorCode,
  liveProtocolVersion,
  liveSubprotocol,
  maxClientFrameBytes,
  subscribeWithinMs,
  type WelcomeFrame,
} from "@meridian/live-protocol";
import type { CellSource } from "@meridian/metrics";
import type { GatewayKeyring } from "@meridian/sealing";
import { type WebSocket, WebSocketServer } from "ws";
import { refuseOnSocket } from "../server/refuse-on-socket.ts";
import { type LiveHub, tickMs } from "./live-hub.ts";
import { LiveSocket, ticketIn } from "./live-socket.ts";
import { UsedNonces } from "./used-nonces.ts";

export type LiveServerParts = {
  readonly hub: LiveHub;
  readonly checkTicket: GatewayKeyring["verifyTicket"];
  readonly source: CellSource;
  readonly instanceName: string;
  readonly clock: () => number;
};

const defaultOptions = {
  /** Subscribed or not: each may hold 4 MB. Beyond it upgrades are answered with 503. */
  maxSockets: 1_000,
  pingEveryMs: 15_000,
  subscribeWithinMs,
  /**
   * A ticket says that somebody may watch now. Whether they still may is asked again after this long, by ending the
   * subscription: the control plane gives another ticket, or none.
   */
  subscriptionMs: 5 * 60_000,
  /** Longer by up to this, at random, so that those who came together do not come back together. */
  subscriptionSpreadMs: 30_000,
};

const refusals: Readonly<Record<Exclude<LiveErrorCode, "too_slow" | "going_away">, string>> = {
  bad_frame: 'the only frame to send is {"type":"subscribe","ticket":"…"}, once',
  bad_ticket: "the ticket was not made for this gateway",
  expired_ticket: "the ticket has expired: ask for another",
  used_ticket: "the ticket was used before: ask for another",
  subscribe_timeout: `no subscribe frame came within ${subscribeWithinMs / 1_000} s`,
  subscription_ended: "the subscription has lasted its time: subscribe again with another ticket",
  unknown_environment: "this gateway does not serve the environment",
};

/**
 * `GET /live`: a WebSocket that opens with a ticket, so that it needs neither cookie nor origin. Without a valid ticket
 * a socket lives for 5 s and sees nothing; with one, for some 5 minutes.
 */
export class LiveServer {
  readonly #parts: LiveServerParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: maxClientFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(liveSubprotocol) ? liveSubprotocol : false),
  });
  readonly #sockets = new Set<LiveSocket>();
  readonly #nonces = new UsedNonces();
  readonly #pings: NodeJS.Timeout;
  readonly #options: typeof defaultOptions;

  constructor(parts: LiveServerParts, options: Partial<typeof defaultOptions> = {}) {
    this.#parts = parts;
    this.#options = { ...defaultOptions, ...options };
    this.#server.on("wsClientError", (_error, socket) => refuseOnSocket(socket, badHandshake, parts.clock()));
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets) socket.ping();
    }, this.#options.pingEveryMs);
    this.#pings.unref();
  }

  /** Takes over an upgrade of `/live` on the public port. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#sockets.size >= this.#options.maxSockets) return refuseOnSocket(socket, full, this.#parts.clock());
    this.#server.handleUpgrade(request, socket, head, (accepted) => this.#open(accepted));
  }

  /** Says goodbye to all. */
  close(): void {
    clearInterval(this.#pings);
    for (const socket of this.#sockets) socket.end("going_away", "this gateway stops");
    this.#server.close();
  }

  #open(accepted: WebSocket): void {
    const socket = new LiveSocket(accepted);
    this.#sockets.add(socket);
    const refuse = (code: keyof typeof refusals): void => socket.end(code, refusals[code]);
    let timer = setTimeout(() => refuse("subscribe_timeout"), this.#options.subscribeWithinMs);
    let environmentId: string | null = null;
    accepted.on("message", (data, binary) => {
      if (socket.ended) return;
      clearTimeout(timer);
      const ticket = environmentId === null ? ticketIn(data, binary) : null;
      if (ticket === null) return refuse("bad_frame");
      const result = this.#subscribe(socket, ticket);
      if (typeof result === "string") return refuse(result);
      environmentId = result.environmentId;
      const { subscriptionMs, subscriptionSpreadMs } = this.#options;
      timer = setTimeout(() => refuse("subscription_ended"), subscriptionMs + Math.random() * subscriptionSpreadMs);
    });
    accepted.on("close", () => {
      clearTimeout(timer);
      this.#sockets.delete(socket);
      if (environmentId !== null) this.#parts.hub.unsubscribe(environmentId, socket);
    });
  }

  #subscribe(socket: LiveSocket, text: string): { readonly environmentId: string } | keyof typeof refusals {
    const { hub, checkTicket, source, instanceName, clock } = this.#parts;
    const nowMs = clock();
    const check = checkTicket(text, nowMs);
    if (check.kind !== "valid") return check.kind === "expired" ? "expired_ticket" : "bad_ticket";
    const { environmentId, nonce, expiresAtMs } = check.ticket;
    if (!this.#nonces.use(nonce, expiresAtMs, nowMs)) return "used_ticket";
    if (!hub.serves(environmentId)) return "unknown_environment";
    const welcome: WelcomeFrame = {
      type: "welcome",
      protocol: liveProtocolVersion,
      instanceId: source.instanceId,
      instanceName,
      epoch: source.epoch,
      environmentId,
      tickMs,
    };
    socket.send(Buffer.from(JSON.stringify(welcome)));
    hub.subscribe(environmentId, socket);
    return { environmentId };
  }
}

const full = {
  status: 503,
  code: "too_many_sockets",
  message: "Too many watch the live feed of this gateway already.",
};
const badHandshake = { status: 400, code: "invalid_http", message: "This is no WebSocket handshake." };
