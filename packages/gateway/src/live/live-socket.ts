import type { RawData, WebSocket } from "ws";
import { type ErrorFrame, type LiveErrorCode, liveCloseCodes, parseClientFrame } from "@meridian/live-protocol";
import type { LiveClient } from "./live-client.ts";

/** How long a peer has to read what is on its way and answer a close before its socket is cut. */
const closeWithinMs = 5_000;

/** One WebSocket of the live feed: says errors before it closes, and notices a peer that is gone. */
export class LiveSocket implements LiveClient {
  readonly #socket: WebSocket;
  #answeredPing = true;
  #ended = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("pong", () => (this.#answeredPing = true));
    // An oversize or malformed frame: ws itself closes with 1009 or 1002.
    socket.on("error", () => (this.#ended = true));
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Buffer): void {
    if (!this.#ended) this.#socket.send(frame, { binary: false });
  }

  end(code: LiveErrorCode, message: string): void {
    if (this.#ended) return;
    this.#ended = true;
    const frame: ErrorFrame = { type: "error", code, message };
    this.#socket.send(JSON.stringify(frame));
    this.#socket.close(liveCloseCodes[code], code);
    setTimeout(() => this.#socket.terminate(), closeWithinMs).unref();
  }

  /** Asks whether the peer is there; cuts it when it did not answer the last time. */
  ping(): void {
    if (this.#ended) return;
    if (!this.#answeredPing) return this.#socket.terminate();
    this.#answeredPing = false;
    this.#socket.ping();
  }

  get ended(): boolean {
    return this.#ended;
  }
}

/** The ticket in what a client sent first; null when that was anything but a subscribe frame. */
export function ticketIn(data: RawData, binary: boolean): string | null {
  return binary || !Buffer.isBuffer(data) ? null : (parseClientFrame(data.toString("utf8"))?.ticket ?? null);
}
