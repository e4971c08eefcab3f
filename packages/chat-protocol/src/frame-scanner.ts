import { type FrameKind, frameKinds, type StreamDialect } from "./stream-frame.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

const usageKey = '"usage"';
const errorKey = '"error"';
const finishKey = '"finish_reason"';

/**
 * Finds where the frames of an SSE byte stream end, and which of them deserve a closer look, in one walk over the bytes
 * and without decoding them. It goes on where it stopped when more bytes have come, so no byte is looked at twice.
 * Knows LF, CRLF and CR lines.
 */
export class FrameScanner {
  /** Offset at which the frame being scanned begins. */
  frameStart = 0;
  /** The last frame has a `data` line. */
  hasData = false;
  /** … mentions a `usage` object, an `error`, a `finish_reason` that is set: to be confirmed by parsing. */
  mentionsUsage = false;
  mentionsError = false;
  mentionsFinish = false;
  /** … is `[DONE]`. */
  isDone = false;
  /** … is of this kind, as its event's name tells. */
  kind: FrameKind = frameKinds.look;

  readonly #dialect: Pick<StreamDialect, "unnamed" | "kindOf">;
  #position = 0;
  #lineStart = 0;
  /** The key just passed, whose value comes next: its first letter, or 0. */
  #key = 0;

  constructor(dialect: Pick<StreamDialect, "unnamed" | "kindOf">) {
    this.#dialect = dialect;
  }

  /**
   * The end of the next frame in `bytes[0, end)`, its blank line included; -1 when the frame is not whole yet. The
   * facts above are about the frame returned until `next` is called again.
   */
  next(bytes: Uint8Array, end: number): number {
    if (this.#position === this.frameStart) this.#begin();
    let i = this.#position;
    while (i < end) {
      const byte = bytes[i];
      if (byte === lineFeed || byte === carriageReturn) {
        // A CR at the end may be half of a CRLF: wait for the next byte.
        if (byte === carriageReturn && i + 1 === end) break;
        const after = byte === carriageReturn && bytes[i + 1] === lineFeed ? i + 2 : i + 1;
        const blank = i === this.#lineStart;
        if (!blank) this.#readLine(bytes, i);
        this.#lineStart = after;
        i = after;
        if (blank) {
          this.#position = i;
          this.frameStart = i;
          return i;
        }
        continue;
      }
      if (this.#key !== 0 && byte !== 0x20 && byte !== 0x3a && byte !== 0x09) this.#readValueStart(byte);
      if (byte === quote) {
        const next = i + 1 < end ? this.#keyAt(bytes, i, end) : 0;
        if (next === 0) break;
        i += next;
        continue;
      }
      i += 1;
    }
    this.#position = i;
    return -1;
  }

  /** Tells that the first `count` bytes were taken off the front of the buffer. */
  shift(count: number): void {
    this.frameStart -= count;
    this.#position -= count;
    this.#lineStart -= count;
  }

  #begin(): void {
    this.hasData = false;
    this.mentionsUsage = false;
    this.mentionsError = false;
    this.mentionsFinish = false;
    this.isDone = false;
    this.kind = this.#dialect.unnamed;
    this.#key = 0;
    this.#lineStart = this.#position;
  }

  #readLine(bytes: Uint8Array, end: number): void {
    const start = this.#lineStart;
    // A line without a colon is a field without a value.
    if (startsWith(bytes, start, end, "data") && (bytes[start + 4] === 0x3a || start + 4 === end)) {
      this.hasData = true;
      const at = bytes[start + 5] === 0x20 ? start + 6 : start + 5;
      if (end - at === 6 && startsWith(bytes, at, end, "[DONE]")) this.isDone = true;
    } else if (startsWith(bytes, start, end, "event:")) {
      const at = bytes[start + 6] === 0x20 ? start + 7 : start + 6;
      if (startsWith(bytes, at, end, "error")) this.mentionsError = true;
      const { kindOf } = this.#dialect;
      if (kindOf) this.kind = kindOf(bytes, at, end);
    }
    this.#key = 0;
  }

  /** Bytes to step over at a quote; 0 when more are needed to tell. Notes which key was passed. */
  #keyAt(bytes: Uint8Array, at: number, end: number): number {
    const letter = bytes[at + 1];
    const key = letter === 0x75 ? usageKey : letter === 0x65 ? errorKey : letter === 0x66 ? finishKey : null;
    if (key === null) return 1;
    for (let i = 2; i < key.length; i += 1) {
      if (at + i >= end) return 0;
      if (bytes[at + i] !== key.charCodeAt(i)) return 1;
    }
    this.#key = letter ?? 0;
    return key.length;
  }

  #readValueStart(byte: number | undefined): void {
    const key = this.#key;
    this.#key = 0;
    if (key === 0x75) this.mentionsUsage ||= byte === 0x7b;
    else if (key === 0x66) this.mentionsFinish ||= byte === quote;
    // As a key: an object or a text, not null. As a value (`"object": "error"`): whatever ends a value.
    else this.mentionsError ||= byte === 0x7b || byte === quote || byte === 0x2c || byte === 0x7d;
  }
}

function startsWith(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (end - at < text.length) return false;
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
