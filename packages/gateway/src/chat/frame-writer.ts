import type { ServerResponse } from "node:http";
import { maxTextBytes, textOf } from "../text-write.ts";

/**
 * Writes a stream to its caller. Node writes each piece of a chunked reply as four buffers, in a later turn; a small one
 * goes out here at once as one text, one character a byte, which costs less.
 */
export class FrameWriter {
  readonly #response: ServerResponse;
  /** The head of the reply goes out with its first piece, which only Node itself can write. */
  #begun = false;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** false when the caller reads too slowly; the reply's `drain` tells when it has read. */
  write(frames: Uint8Array): boolean {
    const response = this.#response;
    const { socket } = response;
    const { length } = frames;
    // A reply that waits for another one on its connection has no socket yet; HTTP/1.0 knows no chunks; what a connection that
    // is closing may still be told is for Node to know.
    const direct = this.#begun && socket?.writable === true && response.chunkedEncoding;
    if (!direct || length === 0 || length > maxTextBytes) {
      this.#begun = true;
      return response.write(frames);
    }
    if (socket.write(`${length.toString(16)}\r\n${textOf(frames)}\r\n`, "latin1")) return true;
    // Writes nothing, and lets Node know that `drain` is waited for.
    return response.write("");
  }
}
