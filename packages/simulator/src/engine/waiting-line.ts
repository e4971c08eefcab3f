import type { Sequence } from "./sequence.ts";

/** The queue of an engine: first come first served, except for those that come back. */
export class WaitingLine {
  #items: (Sequence | null)[] = [];
  /** Where the first stands. */
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  get first(): Sequence | undefined {
    return this.#items[this.#head] ?? undefined;
  }

  add(sequence: Sequence): void {
    this.#items.push(sequence);
  }

  addFirst(sequence: Sequence): void {
    if (this.#head > 0) this.#items[--this.#head] = sequence;
    else this.#items.unshift(sequence);
  }

  shift(): void {
    this.#items[this.#head++] = null;
    // Moving the rest costs as much as what was taken out since it was last moved.
    if (this.#head < 64 || this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }

  /** Whether it was there. */
  remove(sequence: Sequence): boolean {
    const at = this.#items.indexOf(sequence, this.#head);
    if (at < 0) return false;
    this.#items.splice(at, 1);
    return true;
  }
}
