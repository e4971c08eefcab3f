import type { Socket } from "node:net";
import type { buildConnector } from "undici";
import { requestHead } from "./request-head.ts";
import type { UpstreamCallHandler } from "./upstream-call-handler.ts";
import { type ConnectionOwner, UpstreamConnection } from "./upstream-connection.ts";

type Waiting = { readonly handler: UpstreamCallHandler; readonly head: string; readonly body: Uint8Array };

/** How often connections that have stood idle for long enough are closed. */
const reapMs = 500;
/** For a connection that found its call served by another one. */
const unusedMs = 4_000;

/**
 * Connections to one origin, over HTTP/1.1: one call each at a time, as many as there are calls, and kept for a while
 * for the next. An abort is a closed connection, which every server notices at once. It keeps no time of its own for
 * calls: the request path does.
 */
export class ConnectionPool implements ConnectionOwner {
  readonly #host: string;
  readonly #options: buildConnector.Options;
  readonly #connect: buildConnector.connector;
  readonly #open = new Set<UpstreamConnection>();
  /** The one that was used last is used first, so that those beyond need grow old. */
  readonly #idle: UpstreamConnection[] = [];
  /** Those that became free in this turn. */
  readonly #resting: UpstreamConnection[] = [];
  /** Calls for which connections are being opened; whichever is there first takes the oldest. */
  readonly #waiting: Waiting[] = [];
  /** How many are being opened: never fewer than there are calls that wait. */
  #opening = 0;
  #reaper: NodeJS.Timeout | null = null;
  #destroyed = false;

  constructor(origin: string, connect: buildConnector.connector) {
    const { host, hostname, protocol, port } = new URL(origin);
    this.#host = host;
    this.#options = { host, hostname: hostname.replace(/^\[|\]$/g, ""), protocol, port };
    this.#connect = connect;
  }

  /** Sends a POST. `headers`: name, value, … */
  post(path: string, headers: readonly string[], body: Uint8Array, handler: UpstreamCallHandler): void {
    let head: string;
    try {
      head = requestHead(this.#host, path, headers, body.byteLength);
    } catch (error) {
      return queueMicrotask(() => handler.failed(error as Error));
    }
    if (this.#destroyed) return queueMicrotask(() => handler.failed(gone));
    const connection = this.#takeIdle();
    if (connection) return connection.send(handler, head, body);
    this.#waiting.push({ handler, head, body });
    this.#openOne();
  }

  /** Nobody wants the call any more: where its connection is still being opened, nothing of it is kept until that ends. */
  forget(handler: UpstreamCallHandler): void {
    const at = this.#waiting.findIndex((waiting) => waiting.handler === handler);
    if (at !== -1) this.#waiting.splice(at, 1);
  }

  /** Apart from `post`, whose call is not to live for as long as what is told when this ends. */
  #openOne(): void {
    this.#opening += 1;
    this.#connect(this.#options, (error, socket) => {
      // An address that may not be called is refused at once: whoever asked is still at it.
      if (error) queueMicrotask(() => this.#notOpened(error));
      else this.#opened(socket);
    });
  }

  connectionFree(connection: UpstreamConnection, idleMs: number): void {
    connection.idleUntilMs = performance.now() + idleMs;
    // Some servers close a connection right behind a reply without having said so, which is seen in the next turn.
    if (this.#resting.push(connection) === 1) setImmediate(this.#rested);
  }

  /** Gives to calls, or keeps for them, what became free in the turn before and is still open. */
  readonly #rested = (): void => {
    for (const connection of this.#resting.splice(0)) if (connection.idleUntilMs > 0) this.#give(connection);
  };

  #give(connection: UpstreamConnection): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (next.handler.wanted) return connection.send(next.handler, next.head, next.body);
    }
    this.#idle.push(connection);
    this.#reaper ??= setInterval(() => this.#reap(), reapMs).unref();
  }

  connectionClosed(connection: UpstreamConnection): void {
    this.#open.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at !== -1) this.#idle.splice(at, 1);
  }

  /** Closes every connection, also those in use. */
  destroy(): void {
    this.#destroyed = true;
    for (const connection of this.#open) connection.destroy();
    for (const { handler } of this.#waiting.splice(0)) handler.failed(gone);
    this.#stopReaping();
  }

  #opened(socket: Socket): void {
    this.#opening -= 1;
    if (this.#destroyed) return void socket.destroy();
    const connection = new UpstreamConnection(socket, this);
    this.#open.add(connection);
    connection.idleUntilMs = performance.now() + unusedMs;
    this.#give(connection);
  }

  /** Costs a call only where none of the others that are being opened is left for it. */
  #notOpened(error: Error): void {
    this.#opening -= 1;
    if (this.#waiting.length > this.#opening) this.#waiting.shift()?.handler.failed(error);
  }

  #takeIdle(): UpstreamConnection | null {
    const nowMs = performance.now();
    for (let last = this.#idle.pop(); last; last = this.#idle.pop()) {
      if (last.idleUntilMs > nowMs) return last;
      last.destroy();
    }
    return null;
  }

  #reap(): void {
    const nowMs = performance.now();
    const old = this.#idle.filter(({ idleUntilMs }) => idleUntilMs <= nowMs);
    for (const connection of old) connection.destroy();
    if (this.#idle.length === old.length) this.#stopReaping();
  }

  #stopReaping(): void {
    if (this.#reaper) clearInterval(this.#reaper);
    this.#reaper = null;
  }
}

const gone = new Error("The gateway closed its connections.");
