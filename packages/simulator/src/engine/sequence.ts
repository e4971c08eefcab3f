/** One request inside an engine: how much of its context is computed, and how much it has brought forth. */
export class Sequence {
  readonly id: number;
  readonly #promptTokens: number;
  readonly #outputTokens: number;
  #computed = 0;
  #generated = 0;
  #prefilled = false;
  /** KV tokens held. */
  kvTokens = 0;
  /** Tokens to be worked on in the step under way; 0 when the batch had no room for it. */
  scheduled = 0;

  constructor(id: number, promptTokens: number, outputTokens: number) {
    this.id = id;
    this.#promptTokens = promptTokens;
    this.#outputTokens = outputTokens;
  }

  /** All tokens so far, which a prefill must have computed. */
  get context(): number {
    return this.#promptTokens + this.#generated;
  }

  get toPrefill(): number {
    return this.context - this.#computed;
  }

  /** Its context is computed but for the newest token: each step brings one more. */
  get decoding(): boolean {
    return this.#prefilled;
  }

  get done(): boolean {
    return this.#generated >= this.#outputTokens;
  }

  /** Whether the step brought a token: it does once the whole context is computed. */
  applyStep(): boolean {
    if (this.scheduled === 0) return false;
    this.#computed += this.scheduled;
    this.scheduled = 0;
    if (this.toPrefill > 0) return false;
    this.#prefilled = true;
    this.#generated++;
    return true;
  }

  /** After preemption: prompt and tokens so far are to be computed again. */
  forgetComputed(): void {
    this.#computed = 0;
    this.#prefilled = false;
    this.scheduled = 0;
  }
}
