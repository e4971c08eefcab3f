const initialRoom = 1024;

/** Events in any order of time, the earliest on top; of the same moment, the one of the lowest order. A binary heap over typed arrays. */
export class EventHeap {
  #times = new Float64Array(initialRoom);
  #orders = new Float64Array(initialRoom);
  #kinds = new Int32Array(initialRoom);
  #firsts = new Int32Array(initialRoom);
  #seconds = new Int32Array(initialRoom);
  /** Slots of the arrays above, as a heap; those behind `#length` are free. */
  #heap = Int32Array.from({ length: initialRoom }, (_, at) => at);
  #length = 0;

  /** Of the earliest; Infinity when there is none. */
  get timeMs(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : this.#times[this.#heap[0]!]!;
  }

  get order(): number {
    return this.#orders[this.#heap[0]!]!;
  }

  get kind(): number {
    return this.#kinds[this.#heap[0]!]!;
  }

  get first(): number {
    return this.#firsts[this.#heap[0]!]!;
  }

  get second(): number {
    return this.#seconds[this.#heap[0]!]!;
  }

  add(timeMs: number, order: number, kind: number, first: number, second: number): void {
    if (this.#length === this.#heap.length) this.#grow();
    const slot = this.#heap[this.#length]!;
    this.#times[slot] = timeMs;
    this.#orders[slot] = order;
    this.#kinds[slot] = kind;
    this.#firsts[slot] = first;
    this.#seconds[slot] = second;
    this.#rise(this.#length++, slot);
  }

  removeFirst(): void {
    const slot = this.#heap[0]!;
    const last = this.#heap[--this.#length]!;
    this.#heap[this.#length] = slot;
    if (this.#length > 0) this.#sink(last);
  }

  #isBefore(slot: number, other: number): boolean {
    const time = this.#times[slot]!;
    const otherTime = this.#times[other]!;
    return time < otherTime || (time === otherTime && this.#orders[slot]! < this.#orders[other]!);
  }

  #rise(from: number, slot: number): void {
    const heap = this.#heap;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(slot, heap[above]!)) break;
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = slot;
  }

  #sink(slot: number): void {
    const heap = this.#heap;
    let at = 0;
    for (let below = 1; below < this.#length; below = 2 * at + 1) {
      if (below + 1 < this.#length && this.#isBefore(heap[below + 1]!, heap[below]!)) below++;
      if (!this.#isBefore(heap[below]!, slot)) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = slot;
  }

  #grow(): void {
    const room = this.#heap.length;
    const wider = <Numbers extends Float64Array | Int32Array>(from: Numbers, to: Numbers): Numbers => {
      to.set(from);
      return to;
    };
    this.#times = wider(this.#times, new Float64Array(2 * room));
    this.#orders = wider(this.#orders, new Float64Array(2 * room));
    this.#kinds = wider(this.#kinds, new Int32Array(2 * room));
    this.#firsts = wider(this.#firsts, new Int32Array(2 * room));
    this.#seconds = wider(this.#seconds, new Int32Array(2 * room));
    this.#heap = wider(
      this.#heap,
      Int32Array.from({ length: 2 * room }, (_, at) => at),
    );
  }
}
