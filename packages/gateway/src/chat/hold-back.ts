import type { FrameWriter } from "./frame-writer.ts";

/**
 * The first frames of a stream, kept until there is content: so long the upstream's 200 is not yet the caller's, and
 * another upstream can still answer. Bounded; a stream that says too much before its first token is let through.
 */
export class HoldBack {
  readonly #maxBytes: number;
  #held: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get full(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  add(frames: Uint8Array): void {
    this.#held.push(frames);
    this.#bytes += frames.length;
  }

  /** Writes what was held; false when the caller reads too slowly. Returns to empty. */
  release(writer: FrameWriter): boolean {
    let fast = true;
    for (const frames of this.#held) fast = writer.write(frames);
    this.#held = [];
    this.#bytes = 0;
    return fast;
  }
}
