/** A prompt that was sent to an upstream, in hashes of its blocks. */
export type SentPrompt = {
  /** Number of the upstream. */
  readonly upstream: number;
  readonly hashes: Uint32Array;
};

/** Between two takes, at most: of prompts of 3,000 tokens some 350. */
const [mostPrompts, mostHashes] = [1_024, 16_384] as const;

/** The prompts that were sent since others were told of them last, in memory of fixed size. What comes when it is full is not told. */
export class SentPrompts {
  readonly #upstreams = new Float64Array(mostPrompts);
  /** Where the hashes of each end. */
  readonly #ends = new Uint32Array(mostPrompts);
  readonly #hashes = new Uint32Array(mostHashes);
  #count = 0;
  #dropped = 0;

  /** Prompts that there was no room for, since the process began. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Others had no room for so many. */
  drop(count: number): void {
    this.#dropped += count;
  }

  add(upstream: number, hashes: Uint32Array): void {
    if (hashes.length === 0) return;
    const from = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
    if (this.#count === mostPrompts || from + hashes.length > mostHashes) {
      this.#dropped += 1;
      return;
    }
    this.#hashes.set(hashes, from);
    this.#upstreams[this.#count] = upstream;
    this.#ends[this.#count] = from + hashes.length;
    this.#count += 1;
  }

  take(): readonly SentPrompt[] {
    const prompts: SentPrompt[] = [];
    for (let at = 0, from = 0; at < this.#count; at++) {
      const end = this.#ends[at]!;
      prompts.push({ upstream: this.#upstreams[at]!, hashes: this.#hashes.slice(from, end) });
      from = end;
    }
    this.#count = 0;
    return prompts;
  }
}
