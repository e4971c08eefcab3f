import { BlockTable } from "../engine/block-table.ts";
import { SlotRing } from "../engine/slot-ring.ts";

/** Blocks that were sent to one upstream, the longest unused forgotten first. */
class SentBlocks {
  readonly #table: BlockTable;
  readonly #used: SlotRing;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#table = new BlockTable(capacity);
    this.#used = new SlotRing(capacity);
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#used.length;
  }

  known(blocks: ArrayLike<number>, upTo: number): number {
    let count = 0;
    while (count < upTo && this.#table.find(blocks[count]!) >= 0) count++;
    return count;
  }

  add(block: number): void {
    let slot = this.#table.find(block);
    if (slot >= 0) this.#used.remove(slot);
    else {
      slot = this.#used.length < this.#capacity ? this.#used.length : this.#forgetOldest();
      this.#table.put(slot, block);
    }
    this.#used.add(slot);
  }

  #forgetOldest(): number {
    const { oldest } = this.#used;
    this.#used.remove(oldest);
    this.#table.remove(oldest);
    return oldest;
  }
}

/**
 * What one router believes each upstream has cached: the blocks it has sent there, the longest unused forgotten first when
 * there are more than fit. Engines are not asked.
 */
export class PrefixIndex {
  readonly #upstreams: readonly SentBlocks[];

  /** @param capacity blocks of each upstream */
  constructor(upstreams: number, capacity: number) {
    const each = Math.max(1, Math.floor(capacity));
    this.#upstreams = Array.from({ length: upstreams }, () => new SentBlocks(each));
  }

  /** How many of the first `upTo` blocks are there, without a gap. */
  known(upstream: number, blocks: ArrayLike<number>, upTo: number): number {
    return this.#upstreams[upstream]!.known(blocks, upTo);
  }

  add(upstream: number, blocks: ArrayLike<number>, upTo: number): void {
    const own = this.#upstreams[upstream]!;
    for (let at = upTo - 1; at >= 0; at--) own.add(blocks[at]!);
  }

  size(upstream: number): number {
    return this.#upstreams[upstream]!.size;
  }
}

/** Whole blocks of a prompt; those of its reply are not known when it is sent. */
export const promptBlocks = (promptTokens: number, blocks: ArrayLike<number>, blockTokens: number): number =>
  blockTokens === 0 ? 0 : Math.min(blocks.length, Math.floor(promptTokens / blockTokens));
