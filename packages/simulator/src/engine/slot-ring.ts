/** Some of a number of slots, in the order in which they were added: a ring through one more slot, which holds nothing. */
export class SlotRing {
  readonly #nexts: Int32Array;
  readonly #befores: Int32Array;
  readonly #end: number;
  #length = 0;

  constructor(slots: number) {
    this.#nexts = new Int32Array(slots + 1);
    this.#befores = new Int32Array(slots + 1);
    this.#end = slots;
    this.#nexts[slots] = this.#befores[slots] = slots;
  }

  get length(): number {
    return this.#length;
  }

  /** The one that was added first of those that are left. */
  get oldest(): number {
    return this.#nexts[this.#end]!;
  }

  add(slot: number): void {
    const newest = this.#befores[this.#end]!;
    this.#nexts[newest] = slot;
    this.#befores[slot] = newest;
    this.#nexts[slot] = this.#end;
    this.#befores[this.#end] = slot;
    this.#length++;
  }

  remove(slot: number): void {
    const [next, before] = [this.#nexts[slot]!, this.#befores[slot]!];
    this.#nexts[before] = next;
    this.#befores[next] = before;
    this.#length--;
  }
}
