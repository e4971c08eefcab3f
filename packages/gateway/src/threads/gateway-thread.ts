import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import type { GatewayParts } from "../create-gateway.ts";
import { GatewayCounters } from "../server/gateway-counters.ts";
import type { FromThread, LiveFromThread, ThreadStart, ToThread } from "./messages.ts";
import { RelayedSocket } from "./relayed-socket.ts";

/** What the keeper does with what a thread says. */
export interface ThreadOwner {
  readonly onUpgrade: GatewayParts["onUpgrade"];
  recordsCame(records: Extract<FromThread, { kind: "records" }>["records"]): void;
  counted(): void;
  promptsCame(thread: GatewayThread, sent: Extract<FromThread, { kind: "prompts" }>): void;
  /** It is gone; `failed`: without having been told to. */
  threadGone(thread: GatewayThread, failed: unknown): void;
}

/** One thread, as the keeper sees it: what it has to answer, what it has counted, and its sockets of the live feed. */
export class GatewayThread {
  readonly number: number;
  counters = new GatewayCounters();
  /** Once it serves; rejects when it does not come to that. */
  readonly listening: Promise<{ readonly port: number }>;
  /** Once it is gone. */
  readonly gone: Promise<void>;
  readonly #worker: Worker;
  readonly #owner: ThreadOwner;
  readonly #sockets = new Map<number, RelayedSocket>();
  /** Told about each change that it has been sent, by number: whether it could apply it. */
  readonly #unanswered = new Map<number, (problem: Extract<FromThread, { kind: "changed" }>["result"]) => void>();
  #heardListening: (at: { readonly port: number }) => void = () => {};
  #stopped = false;

  constructor(entry: URL, start: ThreadStart, owner: ThreadOwner) {
    this.number = start.thread;
    this.#owner = owner;
    this.#worker = new Worker(entry, { workerData: start, name: `gateway ${start.thread}` });
    let failure: unknown = null;
    this.#worker.on("message", (message: FromThread) => this.#take(message));
    this.#worker.on("error", (error) => (failure = error));
    const { promise, resolve, reject } = Promise.withResolvers<{ readonly port: number }>();
    this.listening = promise;
    // Of one that breaks later nobody waits for this any more.
    promise.catch(() => {});
    this.#heardListening = resolve;
    this.gone = new Promise((done) => {
      this.#worker.on("exit", () => {
        reject(failure ?? new Error("the thread ended before it served"));
        for (const socket of this.#sockets.values()) socket.lost();
        for (const answer of this.#unanswered.values()) answer(null);
        owner.threadGone(this, this.#stopped ? null : (failure ?? new Error("the thread ended by itself")));
        done();
      });
    });
  }

  post(message: ToThread): void {
    this.#worker.postMessage(message, []);
  }

  /** Resolves to what it did with the change; null when it is gone: whoever comes in its place begins with it. */
  change(message: Extract<ToThread, { kind: "change" }>): Promise<Extract<FromThread, { kind: "changed" }>["result"]> {
    return new Promise((resolve) => {
      this.#unanswered.set(message.number, resolve);
      this.post(message);
    });
  }

  async stop(drainMs: number): Promise<void> {
    this.#stopped = true;
    this.post({ kind: "stop", drainMs });
    await this.gone;
  }

  #take(message: FromThread): void {
    switch (message.kind) {
      case "listening":
        return this.#heardListening({ port: message.port });
      case "changed":
        this.#unanswered.get(message.number)?.(message.result);
        this.#unanswered.delete(message.number);
        return;
      case "records":
        this.#owner.recordsCame(message.records);
        return this.post({ kind: "records_taken", count: message.records.length });
      case "counters":
        this.counters = message.counters;
        return this.#owner.counted();
      case "prompts":
        return this.#owner.promptsCame(this, message);
      case "stopped":
        return void this.#worker.terminate();
      case "live_open":
        return this.#openLive(message);
      default:
        this.#passOn(message);
    }
  }

  #openLive({ socket: id, url, headers, head }: Extract<LiveFromThread, { kind: "live_open" }>): void {
    const socket = new RelayedSocket(id, (message) => this.post(message));
    socket.on("error", () => socket.destroy());
    this.#sockets.set(id, socket);
    const request = new IncomingMessage(new Socket());
    Object.assign(request, { method: "GET", url, headers });
    this.#owner.onUpgrade?.(request, socket, Buffer.from(head));
  }

  #passOn(message: Exclude<LiveFromThread, { kind: "live_open" }>): void {
    const socket = this.#sockets.get(message.socket);
    if (!socket) return;
    switch (message.kind) {
      case "live_data":
        return socket.received(message.bytes);
      case "live_written":
        return socket.wroteOne();
      case "live_ended":
        return socket.ended();
      case "live_closed":
        this.#sockets.delete(message.socket);
        socket.lost();
    }
  }
}
