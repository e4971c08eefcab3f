/**
 * What one router believes each upstream has cached: the blocks it has sent there, the longest unused forgotten first when
 * there are more than fit. Engines are not asked.
 */
export class PrefixIndex {
  readonly #capacity: number;
  /** By upstream; a `Map` keeps the order in which its keys were set. */
  readonly #blocks: readonly Map<number, true>[];

  /** @param capacity blocks of each upstream */
  constructor(upstreams: number, capacity: number) {
    this.#capacity = Math.max(1, Math.floor(capacity));
    this.#blocks = Array.from({ length: upstreams }, () => new Map<number, true>());
  }

  /** How many of the first `upTo` blocks are there, without a gap. */
  known(upstream: number, blocks: ArrayLike<number>, upTo: number): number {
    const own = this.#blocks[upstream]!;
    let count = 0;
    while (count < upTo && own.has(blocks[count]!)) count++;
    return count;
  }

  add(upstream: number, blocks: ArrayLike<number>, upTo: number): void {
    const own = this.#blocks[upstream]!;
    for (let at = upTo - 1; at >= 0; at--) {
      own.delete(blocks[at]!);
      own.set(blocks[at]!, true);
    }
    if (own.size <= this.#capacity) return;
    for (const oldest of own.keys()) {
      own.delete(oldest);
      if (own.size <= this.#capacity) return;
    }
  }

  size(upstream: number): number {
    return this.#blocks[upstream]!.size;
  }

  /** The upstream has lost everything. */
  forget(upstream: number): void {
    this.#blocks[upstream]!.clear();
  }
}

/** Whole blocks of a prompt; those of its reply are not known when it is sent. */
export const promptBlocks = (promptTokens: number, blocks: ArrayLike<number>, blockTokens: number): number =>
  blockTokens === 0 ? 0 : Math.min(blocks.length, Math.floor(promptTokens / blockTokens));
