import { liveSubprotocol } from "@meridian/live-protocol";
import type { LiveFrame, TickFrame } from "@meridian/live-protocol";
import { onTestFinished } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { until } from "./until.ts";

/** A browser of the live feed: what it was sent, and how it was closed. */
export class LiveTestClient {
  readonly frames: LiveFrame[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;
  readonly socket: WebSocket;

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, liveSubprotocol, options);
    this.socket.on("message", (data: Buffer) => this.frames.push(JSON.parse(data.toString())));
    this.socket.on("close", (code, reason) => (this.closed = { code, reason: reason.toString() }));
    this.socket.on("error", () => {});
    onTestFinished(() => this.socket.terminate());
  }

  async opened(): Promise<this> {
    await until("the socket is open", () => this.socket.readyState === WebSocket.OPEN);
    return this;
  }

  subscribe(ticket: string): this {
    this.socket.send(JSON.stringify({ type: "subscribe", ticket }));
    return this;
  }

  get ticks(): TickFrame[] {
    return this.frames.filter((frame) => frame.type === "tick");
  }

  /** The code of the error frame that came last. */
  get error(): string | undefined {
    return this.frames.findLast((frame) => frame.type === "error")?.code;
  }

  async untilClosed(): Promise<number> {
    await until("the socket is closed", () => this.closed !== null);
    return this.closed?.code ?? 0;
  }
}
