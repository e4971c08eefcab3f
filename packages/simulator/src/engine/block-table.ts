/** Which slot holds which block, by the block's hash: chains in typed arrays, a fraction of a `Map`'s time and without garbage. */
export class BlockTable {
  readonly #hashes: Float64Array;
  /** First slot of each bucket and the next one of each slot, plus 1; 0: there is none. */
  readonly #heads: Int32Array;
  readonly #nexts: Int32Array;
  readonly #mask: number;

  constructor(slots: number) {
    this.#hashes = new Float64Array(slots);
    this.#nexts = new Int32Array(slots);
    this.#heads = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, slots))));
    this.#mask = this.#heads.length - 1;
  }

  /** -1: it is in none. */
  find(hash: number): number {
    const [hashes, nexts] = [this.#hashes, this.#nexts];
    let slot = this.#heads[this.#bucketOf(hash)]! - 1;
    while (slot >= 0 && hashes[slot] !== hash) slot = nexts[slot]! - 1;
    return slot;
  }

  /** A slot that holds nothing gets a block that is in no other. */
  put(slot: number, hash: number): void {
    const bucket = this.#bucketOf(hash);
    this.#hashes[slot] = hash;
    this.#nexts[slot] = this.#heads[bucket]!;
    this.#heads[bucket] = slot + 1;
  }

  remove(slot: number): void {
    const nexts = this.#nexts;
    const bucket = this.#bucketOf(this.#hashes[slot]!);
    let at = this.#heads[bucket]! - 1;
    if (at === slot) {
      this.#heads[bucket] = nexts[slot]!;
      return;
    }
    while (nexts[at] !== slot + 1) at = nexts[at]! - 1;
    nexts[at] = nexts[slot]!;
  }

  #bucketOf(hash: number): number {
    const mixed = Math.imul(hash | 0, 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }
}
