/** Bytes of the largest batch whose memory is kept for the next one. */
const mostKept = 4_194_304;

/**
 * What a batch is written into, column by column. Memory grows as it is needed and is used again: numbers and texts that are
 * written into it where they belong leave no garbage behind, as pieces of text that are put together do.
 */
export class BatchBytes {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  /** Where is written next. */
  at = 0;
  readonly #ends: number[] = [];

  /** Begins with so many bytes. */
  constructor(size = 65_536) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for so many more bytes. Whoever holds `bytes` or `view` takes them anew. */
  room(more: number): void {
    if (this.bytes.length - this.at >= more) return;
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.at + more));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  int32(value: number): void {
    this.view.setInt32(this.at, value);
    this.at += 4;
  }

  /** UTF-8; halves of surrogate pairs become U+FFFD. */
  text(text: string): void {
    this.room(3 * text.length);
    this.at += encoder.encodeInto(text, this.bytes.subarray(this.at)).written;
  }

  /** What was written since the last column is one. */
  endColumn(): void {
    this.#ends.push(this.at);
  }

  /** All columns. They are gone with the next batch. */
  columns(): Buffer[] {
    let from = 0;
    return this.#ends.map((end) => {
      const column = Buffer.from(this.bytes.buffer, from, end - from);
      from = end;
      return column;
    });
  }

  /** Begins another batch. */
  clear(): void {
    this.at = 0;
    this.#ends.length = 0;
  }

  get isWorthKeeping(): boolean {
    return this.bytes.length <= mostKept;
  }
}

const encoder = new TextEncoder();
