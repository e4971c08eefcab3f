const empty = new Uint8Array(0);

/** The beginning of something whose end has not come yet, with room for more of it: what is large must not be copied with every piece. */
export class HeldBytes {
  length = 0;
  #bytes: Uint8Array = empty;

  /** What was held, and these bytes after it; they are only borrowed when nothing was held. */
  with(chunk: Uint8Array): Uint8Array {
    if (this.length === 0) return chunk;
    const length = this.length + chunk.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.length);
    this.length = length;
    return this.#bytes.subarray(0, length);
  }

  /** Holds what of the bytes that `with` gave was not read. */
  keepFrom(bytes: Uint8Array, start: number): void {
    if (this.length > 0 && start === 0) return;
    this.#bytes = bytes.slice(start);
    this.length = this.#bytes.length;
  }

  clear(): void {
    this.#bytes = empty;
    this.length = 0;
  }
}
