import type { ApiError } from "./error-envelope.ts";
import { FrameScanner } from "./frame-scanner.ts";
import { frameKinds, readFrameData, type StreamDialect } from "./stream-frame.ts";
import type { TokenUsage } from "./token-usage.ts";

/** Takes what is to be relayed, in order: always whole frames, and as few runs of bytes as there can be. */
export interface FrameSink {
  relay(frames: Uint8Array): void;
}

/** Why a stream cannot be trusted any further. */
export type StreamFailure =
  | { readonly kind: "error_event"; readonly error: ApiError }
  /** Before the first content a frame whose data is not JSON, or at any time one without an end. */
  | { readonly kind: "malformed" };

/** Pictures come as one frame; beyond this a frame is no longer held in memory and the stream fails. */
const maxFrameBytes = 16 * 1024 * 1024;

/**
 * Stands in the middle of a stream: passes its bytes on frame by frame, and knows what they said. Bytes
 * are passed on as they came, in the same pieces, but for a frame that was cut in two by the network (it waits for its
 * other half, so that what was relayed always ends between frames) and for the usage frame when it is to be stripped.
 * Frames are parsed until the first token; after it only those that mention usage or an error, or may be the end.
 */
export class StreamTap {
  /** A token, a tool call or an end has come: what a caller waits for. */
  contentSeen = false;
  /** The first token itself has come; a stream may end without any. */
  tokenSeen = false;
  /** Frames with data since (and with) the first token: about the number of tokens. */
  tokenFrames = 0;
  /** All frames that are to be relayed or were stripped, comments included. */
  frames = 0;
  finishSeen = false;
  /** The frame that ends a stream has come; what follows it is dropped. */
  done = false;
  usage: TokenUsage | null = null;
  /** `usage` is what was counted so far, and not of the whole. */
  usageIsPartial = false;
  /** Set once; nothing is relayed after it. */
  failure: StreamFailure | null = null;

  readonly #scanner: FrameScanner;
  readonly #dialect: StreamDialect;
  readonly #sink: FrameSink;
  readonly #stripUsage: boolean;
  /** The beginning of a frame whose end has not come; the scanner's offsets count from its start. */
  #rest: Uint8Array = empty;
  #restLength = 0;

  constructor(dialect: StreamDialect, sink: FrameSink, stripUsage: boolean) {
    this.#dialect = dialect;
    this.#scanner = new FrameScanner(dialect);
    this.#sink = sink;
    this.#stripUsage = stripUsage;
  }

  push(chunk: Uint8Array): void {
    if (this.done || this.failure) return;
    if (this.#restLength === 0) {
      const taken = this.#take(chunk, chunk.length);
      // By far the most common case is over here: whole frames, passed on as they came.
      if (taken < chunk.length && !this.done && !this.failure) this.#keep(chunk.subarray(taken));
      return;
    }
    this.#append(chunk);
    const bytes = this.#rest;
    const length = this.#restLength;
    const taken = this.#take(bytes, length);
    if (taken === 0) {
      if (length > maxFrameBytes) this.failure = { kind: "malformed" };
      return;
    }
    this.#rest = empty;
    this.#restLength = 0;
    if (taken < length && !this.done && !this.failure) this.#keep(bytes.subarray(taken, length));
  }

  /** The upstream's body has ended: what is left is a frame that was not closed by a blank line. */
  end(): void {
    if (this.#restLength === 0 || this.done || this.failure) return;
    const left = this.#restLength;
    this.#append(closing);
    const frameEnd = this.#scanner.next(this.#rest, this.#restLength);
    if (frameEnd === -1) return;
    if (this.#read(this.#rest, 0, frameEnd)) this.#sink.relay(this.#rest.subarray(0, left));
  }

  /** Relays the whole frames among the first `length` bytes; returns how many bytes are dealt with. */
  #take(bytes: Uint8Array, length: number): number {
    let relayFrom = 0;
    let frameStart = 0;
    for (;;) {
      const frameEnd = this.#scanner.next(bytes, length);
      if (frameEnd === -1) break;
      if (!this.#read(bytes, frameStart, frameEnd)) {
        if (frameStart > relayFrom) this.#sink.relay(bytes.subarray(relayFrom, frameStart));
        relayFrom = frameEnd;
        if (this.failure) return frameEnd;
      }
      frameStart = frameEnd;
      if (this.done) break;
    }
    if (frameStart > relayFrom) {
      this.#sink.relay(relayFrom === 0 && frameStart === bytes.length ? bytes : bytes.subarray(relayFrom, frameStart));
    }
    this.#scanner.shift(frameStart);
    return frameStart;
  }

  /** Takes note of a frame; false when it is not to be relayed. */
  #read(bytes: Uint8Array, start: number, end: number): boolean {
    const scanner = this.#scanner;
    this.frames += 1;
    if (scanner.isDone) {
      this.done = true;
      return true;
    }
    if (!scanner.hasData) return true;
    if (scanner.mentionsFinish && this.#dialect.endsWithDone) this.finishSeen = true;
    const { kind } = scanner;
    if (this.tokenSeen && !scanner.mentionsUsage && !scanner.mentionsError && kind !== frameKinds.look) {
      if (kind === frameKinds.token) this.tokenFrames += 1;
      return true;
    }
    return this.#parse(bytes, start, end);
  }

  #parse(bytes: Uint8Array, start: number, end: number): boolean {
    const data = readFrameData(bytes, start, end);
    if (data === null) return this.contentSeen || this.#fail({ kind: "malformed" });
    const frame = this.#dialect.read(data, this.usage);
    if (frame.error) return this.#fail({ kind: "error_event", error: frame.error });
    if (frame.usage) {
      this.usage = frame.usage;
      this.usageIsPartial = frame.usageIsPartial;
    }
    if (frame.token) {
      this.tokenSeen = true;
      this.tokenFrames += 1;
    }
    if (frame.token || frame.finish) this.contentSeen = true;
    if (frame.end) this.done = true;
    return !(this.#stripUsage && frame.usageOnly);
  }

  #fail(failure: StreamFailure): false {
    this.failure = failure;
    this.frames -= 1;
    return false;
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

  #keep(bytes: Uint8Array): void {
    this.#rest = bytes.slice();
    this.#restLength = bytes.length;
  }
}

const empty = new Uint8Array(0);
const closing = new Uint8Array([0x0a, 0x0a]);
