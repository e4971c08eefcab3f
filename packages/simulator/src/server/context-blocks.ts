import { tokenText } from "./chat-reply.ts";

/** Tokens of a block of the KV cache, as vLLM's by default. */
export const blockTokens = 16;

/** What a token is taken to be long, in UTF-16. */
const tokenLength = 4;

/** Between what tells contexts apart; no text has them. */
const [speakerBegins, textBegins] = [0x10000, 0x10001] as const;

/**
 * The texts of a chat, cut into blocks as the engine's KV cache keeps them: each hash stands for its block and all before it,
 * so that two chats begin alike for as many blocks as their hashes are the same.
 */
export class ContextBlocks {
  readonly #hashes: number[] = [];
  #length = 0;
  /** Two hashes of 32 bits, of which 53 bits become one number. */
  #low = 0x9e3779b9;
  #high = 0x85ebca6b;

  /** Caches are a model's own, also where an engine serves several. */
  constructor(model: string) {
    this.#mixAll(model);
  }

  get tokens(): number {
    return Math.ceil(this.#length / tokenLength);
  }

  get hashes(): readonly number[] {
    return this.#hashes;
  }

  /** What follows is said by this one. */
  beginMessage(role: string): void {
    this.#mix(speakerBegins);
    this.#mixAll(role);
    this.#mix(textBegins);
  }

  addText(text: string): void {
    for (let at = 0; at < text.length; at++) {
      this.#mix(text.charCodeAt(at));
      if (++this.#length % (blockTokens * tokenLength) === 0) this.#hashes.push(this.#hash());
    }
  }

  /** What counts no tokens, as an image does, and makes another context all the same. */
  addOther(part: unknown): void {
    this.#mixAll(JSON.stringify(part));
  }

  /** What the engine is going to answer: the chat's next turn begins with it. */
  addReply(tokens: number): void {
    this.beginMessage("assistant");
    for (let n = 0; n < tokens; n++) this.addText(tokenText(n));
  }

  #mixAll(text: string): void {
    for (let at = 0; at < text.length; at++) this.#mix(text.charCodeAt(at));
  }

  #mix(code: number): void {
    this.#low = Math.imul(this.#low ^ code, 0x9e3779b1);
    this.#high = Math.imul(this.#high ^ code, 0x5f356495);
  }

  #hash(): number {
    // The low bits of a product depend on the low bits of its factors only.
    const low = this.#low ^ (this.#low >>> 15);
    const high = this.#high ^ (this.#high >>> 15);
    return (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
  }
}
