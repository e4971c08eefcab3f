import { Duplex } from "node:stream";
import type { LiveToThread } from "./messages.ts";

/** A socket that a thread holds, as the keeper sees it. One write is under way at a time: the rest waits here, and is counted. */
export class RelayedSocket extends Duplex {
  readonly #id: number;
  readonly #post: (message: LiveToThread) => void;
  #written: ((error?: Error) => void) | null = null;
  #closed = false;

  constructor(id: number, post: (message: LiveToThread) => void) {
    super();
    this.#id = id;
    this.#post = post;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, written: (error?: Error) => void): void {
    if (this.#closed) return written(new Error("The connection is closed."));
    this.#written = written;
    this.#post({ kind: "live_write", socket: this.#id, bytes: new Uint8Array(chunk) });
  }

  override _final(done: (error?: Error) => void): void {
    if (!this.#closed) this.#post({ kind: "live_end", socket: this.#id });
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#closed) this.#post({ kind: "live_destroy", socket: this.#id });
    this.#closed = true;
    done(error);
  }

  received(bytes: Uint8Array): void {
    this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }

  ended(): void {
    this.push(null);
  }

  wroteOne(): void {
    const written = this.#written;
    this.#written = null;
    written?.();
  }

  /** The other end is gone, or the thread that held it. */
  lost(): void {
    this.#closed = true;
    this.destroy();
  }
}
