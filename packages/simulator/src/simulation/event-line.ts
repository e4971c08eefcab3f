const initialRoom = 64;

/** Events that are planned in the order in which they happen: first in, first out, in a ring. */
export class EventLine {
  /** Time and order of each. */
  #times = new Float64Array(2 * initialRoom);
  /** Kind, first and second number of each; one is free. */
  #numbers = new Int32Array(4 * initialRoom);
  #mask = initialRoom - 1;
  #head = 0;
  #length = 0;

  /** Of the earliest; Infinity when there is none. */
  get timeMs(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : this.#times[2 * this.#head]!;
  }

  get order(): number {
    return this.#times[2 * this.#head + 1]!;
  }

  get kind(): number {
    return this.#numbers[4 * this.#head]!;
  }

  get first(): number {
    return this.#numbers[4 * this.#head + 1]!;
  }

  get second(): number {
    return this.#numbers[4 * this.#head + 2]!;
  }

  add(timeMs: number, order: number, kind: number, first: number, second: number): void {
    if (this.#length > this.#mask) this.#grow();
    const at = (this.#head + this.#length++) & this.#mask;
    this.#times[2 * at] = timeMs;
    this.#times[2 * at + 1] = order;
    this.#numbers[4 * at] = kind;
    this.#numbers[4 * at + 1] = first;
    this.#numbers[4 * at + 2] = second;
  }

  removeFirst(): void {
    this.#head = (this.#head + 1) & this.#mask;
    this.#length--;
  }

  #grow(): void {
    const room = 2 * this.#length;
    this.#times = unrolled(this.#times, 2 * this.#head, new Float64Array(2 * room));
    this.#numbers = unrolled(this.#numbers, 4 * this.#head, new Int32Array(4 * room));
    this.#mask = room - 1;
    this.#head = 0;
  }
}

function unrolled<Numbers extends Float64Array | Int32Array>(ring: Numbers, head: number, into: Numbers): Numbers {
  into.set(ring.subarray(head));
  into.set(ring.subarray(0, head), ring.length - head);
  return into;
}
