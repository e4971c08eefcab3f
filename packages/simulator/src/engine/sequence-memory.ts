import type { KvCache } from "./kv-cache.ts";
import type { Sequence } from "./sequence.ts";

/** Which of the KV cache's tokens and blocks each sequence holds. */
export class SequenceMemory {
  readonly #cache: KvCache;
  /** This one had no room when the cache had seen so many changes, and needs so many tokens. */
  #refusedId = 0;
  #refusedAt = -1;
  #refusedTokens = 0;

  constructor(cache: KvCache) {
    this.#cache = cache;
  }

  /** Gives it the memory of its whole context, less what is there already; false when there is not enough. */
  takeIn(sequence: Sequence, step: number): boolean {
    const cache = this.#cache;
    const { id, blocks, heldSlots } = sequence;
    // It is asked about after each step: as long as the same blocks are there, it needs as much as before.
    if (id === this.#refusedId && cache.changes === this.#refusedAt && !cache.hasRoom(this.#refusedTokens))
      return false;
    const context = sequence.contextAt(step);
    // The last token is always computed, for it brings the next.
    const upTo = cache.blockTokens > 0 ? Math.min(blocks.length, Math.floor((context - 1) / cache.blockTokens)) : 0;
    if (!cache.hasRoom(context - upTo * cache.blockTokens)) return false;
    const known = upTo > 0 ? cache.known(blocks, upTo, heldSlots) : 0;
    const own = context - known * cache.blockTokens;
    const needed = own + cache.costOfHolding(heldSlots);
    if (!cache.hasRoom(needed)) {
      heldSlots.length = 0;
      [this.#refusedId, this.#refusedAt, this.#refusedTokens] = [id, cache.changes, needed];
      return false;
    }
    this.#refusedId = 0;
    cache.hold(heldSlots);
    cache.take(own);
    sequence.own(own);
    sequence.computed = context - own;
    if (sequence.cachedTokens < 0) sequence.cachedTokens = sequence.computed;
    return true;
  }

  /** Makes whole blocks of what is computed known to others. */
  keepBlocks(sequence: Sequence, computed: number): void {
    const { blockTokens } = this.#cache;
    if (blockTokens === 0) return;
    const whole = Math.min(sequence.blocks.length, Math.floor(computed / blockTokens));
    const { heldSlots, blocks } = sequence;
    while (heldSlots.length < whole) {
      heldSlots.push(this.#cache.keep(blocks[heldSlots.length]!));
      sequence.own(-blockTokens);
    }
  }

  free(sequence: Sequence, step: number): void {
    this.#cache.give(sequence.ownAt(step));
    this.#cache.letGo(sequence.heldSlots);
  }
}
