import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { LiveFromThread, LiveToThread } from "./messages.ts";

/** Passes the bytes of the live feed's sockets, which may come in at any thread, to the keeper, and its answers back. */
export class LiveRelay {
  readonly #post: (message: LiveFromThread) => void;
  readonly #sockets = new Map<number, Duplex>();
  #latest = 0;

  constructor(post: (message: LiveFromThread) => void) {
    this.#post = post;
  }

  upgrade({ url = "", headers }: IncomingMessage, socket: Duplex, head: Buffer): void {
    const id = ++this.#latest;
    this.#sockets.set(id, socket);
    this.#post({ kind: "live_open", socket: id, url, headers, head: new Uint8Array(head) });
    socket.on("data", (bytes: Buffer) => this.#post({ kind: "live_data", socket: id, bytes: new Uint8Array(bytes) }));
    socket.on("end", () => this.#post({ kind: "live_ended", socket: id }));
    socket.on("close", () => {
      this.#sockets.delete(id);
      this.#post({ kind: "live_closed", socket: id });
    });
  }

  /** Does what the keeper says; of a socket that is closed nothing is left to do. */
  take(message: LiveToThread): void {
    const socket = this.#sockets.get(message.socket);
    if (!socket) return;
    if (message.kind === "live_destroy") socket.destroy();
    else if (message.kind === "live_end") socket.end();
    else socket.write(message.bytes, () => this.#post({ kind: "live_written", socket: message.socket }));
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }
}
