import type { Socket } from "node:net";
import { maxTextBytes, textOf } from "../../text-write.ts";
import type { ReplyHead } from "./reply-head.ts";
import { type ReplySink, ReplyParser } from "./reply-parser.ts";
import type { UpstreamCallControl, UpstreamCallHandler } from "./upstream-call-handler.ts";

export interface ConnectionOwner {
  /** It can be used again, within `idleMs`. */
  connectionFree(connection: UpstreamConnection, idleMs: number): void;
  /** It is closed. */
  connectionClosed(connection: UpstreamConnection): void;
}

/** One connection to an upstream, with one call at a time. */
export class UpstreamConnection implements UpstreamCallControl, ReplySink {
  /** `performance.now()` until which it may stand idle. */
  idleUntilMs = 0;
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #parser = new ReplyParser(this);
  #handler: UpstreamCallHandler | null = null;
  #idleMs = 0;
  #paused = false;

  constructor(socket: Socket, owner: ConnectionOwner) {
    this.#socket = socket;
    this.#owner = owner;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#data(chunk));
    socket.on("end", () => this.#end());
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => {
      this.#fail(closed);
      owner.connectionClosed(this);
    });
  }

  send(handler: UpstreamCallHandler, head: string, body: Uint8Array): void {
    const socket = this.#socket;
    this.#handler = handler;
    this.#parser.begin();
    if (head.length + body.length <= maxTextBytes) {
      socket.write(head + textOf(body), "latin1");
    } else {
      socket.cork();
      socket.write(head, "latin1");
      socket.write(body);
      socket.uncork();
    }
    handler.sent(this);
  }

  pause(): void {
    if (!this.#handler) return;
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#socket.resume();
  }

  abort(reason: Error): void {
    this.#fail(reason);
  }

  destroy(): void {
    this.#fail(closed);
  }

  replyHead({ status, headers, idleMs }: ReplyHead): void {
    this.#idleMs = idleMs;
    this.#handler?.answered(status, headers);
  }

  replyData(chunk: Buffer): void {
    this.#handler?.received(chunk);
  }

  replyEnd(surplus: boolean): void {
    const handler = this.#handler;
    this.#handler = null;
    const socket = this.#socket;
    this.resume();
    // One that answered before it had the whole request may still be waiting for the rest.
    const reusable = !surplus && this.#idleMs > 0 && socket.writableLength === 0 && !socket.destroyed;
    if (reusable) this.#owner.connectionFree(this, this.#idleMs);
    else socket.destroy();
    handler?.ended();
  }

  #data(chunk: Buffer): void {
    // What an upstream says without having been asked belongs to nothing.
    if (!this.#handler) return this.#fail(closed);
    try {
      this.#parser.push(chunk);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #end(): void {
    if (!this.#parser.close() || !this.#handler) this.#fail(closed);
  }

  /** The connection is of no use any more, to the call that it has neither. */
  #fail(error: Error): void {
    const handler = this.#handler;
    this.#handler = null;
    // It is told to be closed in a later turn, and must not be taken for a call until then.
    this.idleUntilMs = 0;
    this.#parser.stop();
    this.#socket.destroy();
    handler?.failed(error);
  }
}

const closed = new Error("The connection to the upstream was closed.");
