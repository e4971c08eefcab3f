import { ChunkedBody } from "./chunked-body.ts";
import { chunkedLength, readReplyHead, type ReplyHead, untilClosed } from "./reply-head.ts";
import { MalformedReply } from "./upstream-call-handler.ts";

/** Who is told what was read. Each may stop the parser. */
export interface ReplySink {
  replyHead(head: ReplyHead): void;
  replyData(chunk: Buffer): void;
  /** `surplus`: something came that belongs to no reply. */
  replyEnd(surplus: boolean): void;
}

/** As Node allows its own server and client. */
const mostHeadBytes = 16 * 1024;
const headEnd = Buffer.from("\r\n\r\n");
const beginning = "HTTP/1.";
const [carriageReturn, lineFeed] = [0x0d, 0x0a] as const;

type Step = "none" | "head" | "sized" | "chunked" | "until-closed";

/** Reads the replies of one connection, one for each `begin`, wherever they are cut. */
export class ReplyParser {
  readonly #sink: ReplySink;
  #step: Step = "none";
  /** The beginning of a head whose end did not come yet. */
  #head: Buffer | null = null;
  /** Of a body of known length. */
  #left = 0;
  readonly #chunks = new ChunkedBody();

  constructor(sink: ReplySink) {
    this.#sink = sink;
  }

  /** A reply is expected from here on. */
  begin(): void {
    this.#step = "head";
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#step = "none";
    this.#head = null;
  }

  /** Throws `MalformedReply`. */
  push(chunk: Buffer): void {
    let at = this.#step === "head" ? this.#readHeads(chunk) : 0;
    // Whoever takes a piece may stop the parser.
    while (at < chunk.length && this.#step !== "none") at = this.#readBody(chunk, at);
  }

  /** The connection was closed by the upstream: whether that ended its reply, or there was none to end. */
  close(): boolean {
    if (this.#step === "until-closed") {
      this.#end(false);
      return true;
    }
    return this.#step === "none";
  }

  /** Where in `chunk` the body begins; its end when there is none yet. */
  #readHeads(chunk: Buffer): number {
    let bytes = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
    const searchFrom = this.#head ? Math.max(0, this.#head.length - headEnd.length + 1) : 0;
    let start = 0;
    let end = bytes.indexOf(headEnd, searchFrom);
    while (end !== -1) {
      if (end - start > mostHeadBytes) throw tooLong();
      const head = readReplyHead(bytes.toString("latin1", start, end));
      start = end + headEnd.length;
      this.#head = null;
      if (head.status === 101) throw new MalformedReply("The upstream switched to another protocol, unasked.");
      if (head.status >= 200) {
        // Of an empty reply this is its end: by then the parser may have been begun anew, for the next one.
        this.#begin(head, bytes.length > start);
        return chunk.length - (bytes.length - start);
      }
      // An interim answer: the real one comes behind it.
      end = bytes.indexOf(headEnd, start);
    }
    if (start > 0) bytes = bytes.subarray(start);
    if (bytes.length > mostHeadBytes) throw tooLong();
    const said = bytes.toString("latin1", 0, beginning.length);
    if (!beginning.startsWith(said)) throw new MalformedReply("What the upstream says is not HTTP.");
    // By these its end would never be found.
    if (hasBareLineFeed(bytes, start > 0 ? 0 : (this.#head?.length ?? 0)))
      throw new MalformedReply("The upstream's reply has lines that end in LF alone, and HTTP/1.1's end in CR LF.");
    this.#head = bytes;
    return chunk.length;
  }

  #begin(head: ReplyHead, more: boolean): void {
    const { length } = head;
    this.#left = length;
    if (length === chunkedLength) {
      this.#step = "chunked";
      this.#chunks.begin();
    } else this.#step = length === untilClosed ? "until-closed" : "sized";
    this.#sink.replyHead(head);
    if (length === 0 && this.#step === "sized") this.#end(more);
  }

  /** Where to read on. */
  #readBody(chunk: Buffer, at: number): number {
    if (this.#step === "chunked") return this.#readChunks(chunk, at);
    if (this.#step === "until-closed") {
      this.#sink.replyData(at === 0 ? chunk : chunk.subarray(at));
      return chunk.length;
    }
    const end = Math.min(chunk.length, at + this.#left);
    this.#left -= end - at;
    const last = this.#left === 0;
    this.#sink.replyData(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
    if (last && this.#step === "sized") this.#end(end < chunk.length);
    return last ? chunk.length : end;
  }

  #readChunks(chunk: Buffer, at: number): number {
    const chunks = this.#chunks;
    const from = chunks.read(chunk, at);
    const { next } = chunks;
    if (from !== -1) this.#sink.replyData(chunk.subarray(from, next));
    else if (chunks.done) {
      this.#end(next < chunk.length);
      return chunk.length;
    }
    return next;
  }

  #end(surplus: boolean): void {
    this.#step = "none";
    this.#sink.replyEnd(surplus);
  }
}

function hasBareLineFeed(bytes: Buffer, from: number): boolean {
  for (let at = bytes.indexOf(lineFeed, from); at !== -1; at = bytes.indexOf(lineFeed, at + 1))
    if (bytes[at - 1] !== carriageReturn) return true;
  return false;
}

const tooLong = () => new MalformedReply(`The head of the upstream's reply is longer than ${mostHeadBytes} bytes.`);
