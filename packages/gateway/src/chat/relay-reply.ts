import { type ReplyShape, scanReply, type TokenUsage } from "@meridian/chat-protocol";
import type { FailureCause } from "@meridian/routing";
import type { ReplyReader } from "./reply-reader.ts";

export interface ReplyOwner {
  /** The whole reply, in the caller's protocol: the upstream's bytes where that is its own, too; `usage` null when it reported none. */
  replyComplete(body: Buffer, usage: TokenUsage | null): void;
  replyFailed(cause: FailureCause): void;
}

/** A reply without streaming that is larger than this is none that anybody asked for. */
const maxReplyBytes = 64 * 1024 * 1024;

/**
 * Takes a non-streaming reply whole before it relays a byte: its first byte is its last for the caller, and one that
 * breaks off can still be had from another upstream.
 */
export class RelayReply implements ReplyReader {
  readonly #owner: ReplyOwner;
  readonly #shape: ReplyShape;
  readonly #translate: ((body: Buffer) => Buffer | null) | null;
  #chunks: Buffer[] = [];
  #length = 0;
  #ended = false;

  /** `translate` makes a reply of the caller's protocol of it; null when it cannot be told there. */
  constructor(owner: ReplyOwner, shape: ReplyShape, translate: ((body: Buffer) => Buffer | null) | null) {
    this.#owner = owner;
    this.#shape = shape;
    this.#translate = translate;
  }

  data(chunk: Buffer): void {
    if (this.#ended) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length > maxReplyBytes) this.#fail("malformed");
  }

  end(): void {
    if (this.#ended) return;
    const only = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    const said = only ?? Buffer.concat(this.#chunks, this.#length);
    const body = this.#translate ? this.#translate(said) : said;
    if (!body) return this.#fail("malformed");
    const facts = scanReply(this.#shape, body);
    if (!facts.isReply) return this.#fail("malformed");
    if (facts.failed) return this.#fail("stream_error");
    this.#ended = true;
    this.#owner.replyComplete(body, facts.usage);
  }

  cut(): void {
    if (!this.#ended) this.#fail("cut");
  }

  #fail(cause: FailureCause): void {
    this.#ended = true;
    this.#chunks = [];
    this.#owner.replyFailed(cause);
  }
}
