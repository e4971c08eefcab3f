import { BlockTable } from "./block-table.ts";
import { SlotRing } from "./slot-ring.ts";

/**
 * The KV cache of one engine. Tokens belong to the sequence that computed them; whole blocks of a known content may be held
 * by many, and stay after the last holder until their room is wanted, the longest unused first.
 */
export class KvCache {
  readonly tokens: number;
  readonly blockTokens: number;
  /** The blocks that are kept, by the hash of all that stands up to their end. */
  readonly #table: BlockTable;
  readonly #holders: Int32Array;
  /** The blocks without a holder, longest unused first. */
  readonly #idle: SlotRing;
  readonly #free: Int32Array;
  #freeCount: number;
  #used = 0;
  #changes = 0;

  /** @param blockTokens 0: contents are never known, and nothing stays */
  constructor(tokens: number, blockTokens: number) {
    const slots = blockTokens > 0 ? Math.floor(tokens / blockTokens) : 0;
    this.tokens = tokens;
    this.blockTokens = blockTokens;
    this.#table = new BlockTable(slots);
    this.#holders = new Int32Array(slots);
    this.#idle = new SlotRing(slots);
    this.#free = Int32Array.from({ length: slots }, (_, at) => at);
    this.#freeCount = slots;
  }

  /** Tokens that sequences hold; what waits to be used again does not count. */
  get used(): number {
    return this.#used;
  }

  /** Counts up whenever other blocks are kept, or others are held. */
  get changes(): number {
    return this.#changes;
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
      const slot = this.#table.find(blocks[count]!);
      if (slot < 0) break;
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
    const idle = this.#idle;
    while (idle.length > 0 && this.#used + idle.length * this.blockTokens > this.tokens) this.#evict(idle.oldest);
  }

  give(tokens: number): void {
    this.#used -= tokens;
  }

  /** A block's worth of taken tokens has this content: it is held as a block from now on, as the same one as others'. Answers its slot. */
  keep(hash: number): number {
    const known = this.#table.find(hash);
    if (known >= 0) {
      this.#used -= this.blockTokens;
      this.#hold(known);
      return known;
    }
    if (this.#freeCount === 0) this.#evict(this.#idle.oldest);
    const slot = this.#free[--this.#freeCount]!;
    this.#table.put(slot, hash);
    this.#changes++;
    this.#holders[slot] = 1;
    return slot;
  }

  /** Forgets everything that no sequence holds. */
  forget(): void {
    while (this.#idle.length > 0) this.#evict(this.#idle.oldest);
  }

  #hold(slot: number): void {
    if (this.#holders[slot] === 0) {
      this.#idle.remove(slot);
      this.#changes++;
      this.#used += this.blockTokens;
    }
    this.#holders[slot]! += 1;
  }

  #rest(slot: number): void {
    this.#idle.add(slot);
    this.#changes++;
    this.#used -= this.blockTokens;
  }

  #evict(slot: number): void {
    this.#idle.remove(slot);
    this.#table.remove(slot);
    this.#changes++;
    this.#free[this.#freeCount++] = slot;
  }
}
