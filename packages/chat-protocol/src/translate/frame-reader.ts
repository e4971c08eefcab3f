import { FrameScanner } from "../frame-scanner.ts";
import { frameKinds, readFrameData } from "../stream-frame.ts";
import type { JsonObject } from "./translation.ts";

/** One frame of an SSE stream: its data, `[DONE]`, or data that is no JSON object. */
export type ReadFrame = JsonObject | "done" | "malformed";

/** As much of one frame is kept in memory. */
const maxFrameBytes = 16 * 1024 * 1024;

/** Puts the frames of an SSE byte stream together again, wherever the network cut them. Comments are passed over. */
export class FrameReader {
  readonly #scanner = new FrameScanner({ unnamed: frameKinds.look, kindOf: null });
  /** The beginning of a frame, with room for more of it: a large one must not be copied with every piece. */
  #rest: Uint8Array = empty;
  #restLength = 0;

  /** The frames that these bytes complete. */
  push(chunk: Uint8Array): readonly ReadFrame[] {
    const held = this.#restLength > 0;
    if (held) this.#append(chunk);
    const bytes = held ? this.#rest : chunk;
    const length = held ? this.#restLength : chunk.length;
    const frames: ReadFrame[] = [];
    let start = 0;
    for (;;) {
      const end = this.#scanner.next(bytes, length);
      if (end === -1) break;
      if (this.#scanner.isDone) frames.push("done");
      else if (this.#scanner.hasData) frames.push(readFrameData(bytes, start, end) ?? "malformed");
      start = end;
    }
    this.#scanner.shift(start);
    if (!held || start > 0) {
      this.#rest = bytes.slice(start, length);
      this.#restLength = length - start;
    }
    if (this.#restLength > maxFrameBytes) {
      this.#rest = empty;
      this.#restLength = 0;
      frames.push("malformed");
    }
    return frames;
  }

  /** What is left is a frame that no blank line closed. */
  end(): readonly ReadFrame[] {
    return this.#restLength === 0 ? [] : this.push(closing);
  }

  #append(chunk: Uint8Array): void {
    const length = this.#restLength + chunk.length;
    if (length > this.#rest.length) {
      const grown = new Uint8Array(Math.max(length, this.#rest.length * 2));
      grown.set(this.#rest.subarray(0, this.#restLength));
      this.#rest = grown;
    }
    this.#rest.set(chunk, this.#restLength);
    this.#restLength = length;
  }
}

const empty = new Uint8Array(0);
const closing = new Uint8Array([0x0a, 0x0a]);
