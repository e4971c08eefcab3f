import type { PromptPrefix } from "./prompt-prefix.ts";

/** Places that a hash may take. */
const ways = 8;

/**
 * Which prefixes an upstream has probably in its cache: what was sent there last, in memory of fixed size. Each hash has
 * eight places, and the one that was longest unused makes way, much as engines let go of the blocks they used last long ago.
 */
export class PrefixIndex {
  /** 0: free. */
  readonly #hashes: Uint32Array;
  /** When each was last used, by count of prompts. */
  readonly #used: Uint32Array;
  readonly #setMask: number;
  #prompts = 0;

  /** `blocks`: at least as many are remembered. */
  constructor(blocks: number) {
    const sets = 2 ** Math.max(0, Math.ceil(Math.log2(blocks / ways)));
    this.#hashes = new Uint32Array(sets * ways);
    this.#used = new Uint32Array(sets * ways);
    this.#setMask = sets - 1;
  }

  get capacity(): number {
    return this.#hashes.length;
  }

  /**
   * Prompt tokens that are probably cached. Looks at few blocks however long the prompt is: where one is known, those
   * before it are taken to be known, since they were used whenever it was.
   */
  cachedTokens({ hashes, ends }: PromptPrefix): number {
    let known = 0;
    let unknown = hashes.length + 1;
    while (unknown - known > 1) {
      const middle = (known + unknown) >>> 1;
      if (this.#find(hashes[middle - 1]!) >= 0) known = middle;
      else unknown = middle;
    }
    return known === 0 ? 0 : ends[known - 1]!;
  }

  /** A prompt is being sent there. */
  add({ hashes }: PromptPrefix): void {
    this.#prompts = (this.#prompts + 1) >>> 0;
    // From its end, so that of blocks used together the first ones are the last to go.
    for (let block = hashes.length - 1; block >= 0; block--) this.#put(hashes[block]!);
  }

  #put(hash: number): void {
    let at = this.#find(hash);
    if (at < 0) {
      const first = this.#setOf(hash);
      at = first;
      for (let place = first + 1; place < first + ways; place++) {
        if (this.#used[place]! < this.#used[at]!) at = place;
      }
      this.#hashes[at] = hash || 1;
    }
    this.#used[at] = this.#prompts;
  }

  #find(hash: number): number {
    const wanted = hash || 1;
    const first = this.#setOf(hash);
    for (let place = first; place < first + ways; place++) if (this.#hashes[place] === wanted) return place;
    return -1;
  }

  #setOf(hash: number): number {
    // The low bits of one multiplication: hashes of other makers need not be spread evenly.
    return ((Math.imul(hash, 0x9e3779b1) >>> 8) & this.#setMask) * ways;
  }
}
