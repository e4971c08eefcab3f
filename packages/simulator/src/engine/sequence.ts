/** Nothing is known of the content. */
export const noBlocks: ArrayLike<number> = [];

/** One request inside an engine: how much of its context is computed, and how much it has brought forth. */
export class Sequence {
  readonly id: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Hashes of the blocks of prompt and reply, as far as they are known. */
  readonly blocks: ArrayLike<number>;
  /** Of the context, when it is not decoding. */
  computed = 0;
  /** Of the reply, when decoding began. */
  #generated = 0;
  /** Step of the engine at which decoding began; -1: it is not decoding. */
  #decodesSince = -1;
  /** Tokens of the KV cache that are its own, when decoding began. */
  #own = 0;
  /** Where the blocks are that it holds together with others, the first ones of its own. */
  readonly heldSlots: number[] = [];
  /** Tokens to be prefilled in the step under way; 0 when the batch had no room for it. */
  scheduled = 0;
  /** Tokens of its prompt that were found in the KV cache when it was first taken in; -1 before. */
  cachedTokens = -1;

  constructor(id: number, promptTokens: number, outputTokens: number, blocks: ArrayLike<number>) {
    this.id = id;
    this.promptTokens = promptTokens;
    this.outputTokens = outputTokens;
    this.blocks = blocks;
  }

  /** Its context is computed but for the newest token: each step brings one more. */
  get decoding(): boolean {
    return this.#decodesSince >= 0;
  }

  /** Step of the engine after which it is done. Only while decoding. */
  get doneAfterStep(): number {
    return this.#decodesSince + this.outputTokens - this.#generated;
  }

  /** Tokens of the reply so far. */
  generatedAt(step: number): number {
    return this.#generated + this.#decodedAt(step);
  }

  /** All tokens so far, which a prefill must have computed. */
  contextAt(step: number): number {
    return this.promptTokens + this.generatedAt(step);
  }

  /** Tokens of the KV cache that are its own, those of held blocks aside. */
  ownAt(step: number): number {
    return this.#own + this.#decodedAt(step);
  }

  own(tokens: number): void {
    this.#own += tokens;
  }

  /** The whole context is computed: brings a token. */
  beginDecoding(step: number): void {
    this.#generated++;
    this.#decodesSince = step;
  }

  /** After preemption: prompt and tokens so far are to be computed again. */
  forgetComputed(step: number): void {
    this.#generated = this.generatedAt(step);
    this.#decodesSince = -1;
    this.#own = 0;
    this.heldSlots.length = 0;
    this.computed = 0;
    this.scheduled = 0;
  }

  #decodedAt(step: number): number {
    return this.decoding ? step - this.#decodesSince : 0;
  }
}
