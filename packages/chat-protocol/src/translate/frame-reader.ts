import { FrameScanner } from "../frame-scanner.ts";
import { parseExactly } from "../parse-exactly.ts";
import { frameKinds, readFrameData } from "../stream-frame.ts";
import { HeldBytes } from "./held-bytes.ts";
import type { JsonObject } from "./translation.ts";

/** One frame of an SSE stream: its data, `[DONE]`, or data that is no JSON object. */
export type ReadFrame = JsonObject | "done" | "malformed";

/** As much of one frame is kept in memory. */
const maxFrameBytes = 16 * 1024 * 1024;

/** Puts the frames of an SSE byte stream together again, wherever the network cut them. Comments are passed over. */
export class FrameReader {
  readonly #scanner = new FrameScanner({ unnamed: frameKinds.look, kindOf: null });
  readonly #held = new HeldBytes();

  /** The frames that these bytes complete. */
  push(chunk: Uint8Array): readonly ReadFrame[] {
    const bytes = this.#held.with(chunk);
    const frames: ReadFrame[] = [];
    let start = 0;
    for (;;) {
      const end = this.#scanner.next(bytes, bytes.length);
      if (end === -1) break;
      if (this.#scanner.isDone) frames.push("done");
      else if (this.#scanner.hasData) frames.push(readFrameData(bytes, start, end, parseExactly) ?? "malformed");
      start = end;
    }
    this.#scanner.shift(start);
    this.#held.keepFrom(bytes, start);
    if (this.#held.length > maxFrameBytes) {
      this.#held.clear();
      frames.push("malformed");
    }
    return frames;
  }

  /** What is left is a frame that no blank line closed. */
  end(): readonly ReadFrame[] {
    return this.#held.length === 0 ? [] : this.push(closing);
  }
}

const closing = new Uint8Array([0x0a, 0x0a]);
