const initialRoom = 64;

/** Events that are planned in the order in which they happen: first in, first out, in a ring of typed arrays. */
export class EventLine {
  #times = new Float64Array(initialRoom);
  #orders = new Float64Array(initialRoom);
  #kinds = new Int32Array(initialRoom);
  #firsts = new Int32Array(initialRoom);
  #seconds = new Int32Array(initialRoom);
  #mask = initialRoom - 1;
  #head = 0;
  #length = 0;

  /** Of the earliest; Infinity when there is none. */
  get timeMs(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : this.#times[this.#head]!;
  }

  get order(): number {
    return this.#orders[this.#head]!;
  }

  get kind(): number {
    return this.#kinds[this.#head]!;
  }

  get first(): number {
    return this.#firsts[this.#head]!;
  }

  get second(): number {
    return this.#seconds[this.#head]!;
  }

  add(timeMs: number, order: number, kind: number, first: number, second: number): void {
    if (this.#length > this.#mask) this.#grow();
    const at = (this.#head + this.#length++) & this.#mask;
    this.#times[at] = timeMs;
    this.#orders[at] = order;
    this.#kinds[at] = kind;
    this.#firsts[at] = first;
    this.#seconds[at] = second;
  }

  removeFirst(): void {
    this.#head = (this.#head + 1) & this.#mask;
    this.#length--;
  }

  #grow(): void {
    const room = 2 * this.#length;
    this.#times = this.#unrolled(this.#times, new Float64Array(room));
    this.#orders = this.#unrolled(this.#orders, new Float64Array(room));
    this.#kinds = this.#unrolled(this.#kinds, new Int32Array(room));
    this.#firsts = this.#unrolled(this.#firsts, new Int32Array(room));
    this.#seconds = this.#unrolled(this.#seconds, new Int32Array(room));
    this.#mask = room - 1;
    this.#head = 0;
  }

  #unrolled<Numbers extends Float64Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
    to.set(from.subarray(this.#head));
    to.set(from.subarray(0, this.#head), from.length - this.#head);
    return to;
  }
}
