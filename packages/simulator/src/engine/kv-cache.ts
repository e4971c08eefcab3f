const none = -1;

/**
 * The KV cache of one engine. Tokens belong to the sequence that computed them; whole blocks of a known content may be held
 * by many, and stay after the last holder until their room is wanted, the longest unused first.
 */
export class KvCache {
  readonly tokens: number;
  readonly blockTokens: number;
  /** Slot of each block that is kept, by the hash of all that stands up to its end. */
  readonly #slots = new Map<number, number>();
  readonly #hashes: Float64Array;
  readonly #holders: Int32Array;
  /** The blocks without a holder, longest unused first: a ring through the last slot, which holds no block. */
  readonly #next: Int32Array;
  readonly #before: Int32Array;
  readonly #ring: number;
  readonly #free: Int32Array;
  #freeCount: number;
  #idle = 0;
  #used = 0;

  /** @param blockTokens 0: contents are never known, and nothing stays */
  constructor(tokens: number, blockTokens: number) {
    const slots = blockTokens > 0 ? Math.floor(tokens / blockTokens) : 0;
    this.tokens = tokens;
    this.blockTokens = blockTokens;
    this.#hashes = new Float64Array(slots);
    this.#holders = new Int32Array(slots);
    this.#next = new Int32Array(slots + 1).fill(none);
    this.#before = new Int32Array(slots + 1).fill(none);
    this.#ring = slots;
    this.#next[slots] = this.#before[slots] = slots;
    this.#free = Int32Array.from({ length: slots }, (_, at) => at);
    this.#freeCount = slots;
  }

  /** Tokens that sequences hold; what waits to be used again does not count. */
  get used(): number {
    return this.#used;
  }

  hasRoom(tokens: number): boolean {
    return this.#used + tokens <= this.tokens;
  }

  /**
   * How many of the first `upTo` blocks are kept, without a gap.
   *
   * @param slots gets where they are, for as long as nothing is taken
   */
  known(blocks: ArrayLike<number>, upTo: number, slots?: number[]): number {
    let count = 0;
    for (; count < upTo; count++) {
      const slot = this.#slots.get(blocks[count]!);
      if (slot === undefined) break;
      if (slots) slots[count] = slot;
    }
    if (slots) slots.length = count;
    return count;
  }

  /** Tokens that `used` grows by when the blocks in these slots are held. */
  costOfHolding(slots: readonly number[]): number {
    let idle = 0;
    for (const slot of slots) if (this.#holders[slot] === 0) idle++;
    return idle * this.blockTokens;
  }

  hold(slots: readonly number[]): void {
    for (const slot of slots) this.#hold(slot);
  }

  /** Lets go of held blocks, the last first, so that a beginning stays longer than what follows it. */
  letGo(slots: readonly number[]): void {
    for (let at = slots.length - 1; at >= 0; at--) {
      const slot = slots[at]!;
      this.#holders[slot]! -= 1;
      if (this.#holders[slot] === 0) this.#rest(slot);
    }
  }

  /** Takes tokens for a sequence. The caller has seen that there is room. */
  take(tokens: number): void {
    this.#used += tokens;
    while (this.#idle > 0 && this.#used + this.#idle * this.blockTokens > this.tokens)
      this.#evict(this.#next[this.#ring]!);
  }

  give(tokens: number): void {
    this.#used -= tokens;
  }

  /** A block's worth of taken tokens has this content: it is held as a block from now on, as the same one as others'. Answers its slot. */
  keep(hash: number): number {
    const known = this.#slots.get(hash);
    if (known !== undefined) {
      this.#used -= this.blockTokens;
      this.#hold(known);
      return known;
    }
    if (this.#freeCount === 0) this.#evict(this.#next[this.#ring]!);
    const slot = this.#free[--this.#freeCount]!;
    this.#hashes[slot] = hash;
    this.#holders[slot] = 1;
    this.#slots.set(hash, slot);
    return slot;
  }

  /** Forgets everything that no sequence holds. */
  forget(): void {
    while (this.#idle > 0) this.#evict(this.#next[this.#ring]!);
  }

  #hold(slot: number): void {
    if (this.#holders[slot] === 0) {
      this.#unlink(slot);
      this.#used += this.blockTokens;
    }
    this.#holders[slot]! += 1;
  }

  #rest(slot: number): void {
    const last = this.#before[this.#ring]!;
    this.#next[last] = slot;
    this.#before[slot] = last;
    this.#next[slot] = this.#ring;
    this.#before[this.#ring] = slot;
    this.#idle++;
    this.#used -= this.blockTokens;
  }

  #unlink(slot: number): void {
    this.#next[this.#before[slot]!] = this.#next[slot]!;
    this.#before[this.#next[slot]!] = this.#before[slot]!;
    this.#idle--;
  }

  #evict(slot: number): void {
    this.#unlink(slot);
    this.#slots.delete(this.#hashes[slot]!);
    this.#free[this.#freeCount++] = slot;
  }
}
