import type { SparseHistogram } from "./cell.ts";
import { bucketIndex, highestBucket, lowestBucket } from "./histogram-bucket.ts";

const size = highestBucket - lowestBucket + 1;

/**
 * The histogram that is written to, on the hot path: one typed array, allocated with the first value, no allocation
 * after it. Buckets are described at `SparseHistogram`.
 */
export class Histogram {
  #buckets: Uint32Array | null = null;
  #lowest = size;
  #highest = -1;
  #count = 0;
  #sum = 0;

  /** Counts one value in ms. What is not a number is ignored; negative values count as 0. */
  record(value: number): void {
    if (Number.isNaN(value)) return;
    this.#buckets ??= new Uint32Array(size);
    const at = bucketIndex(value) - lowestBucket;
    this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
    if (at < this.#lowest) this.#lowest = at;
    if (at > this.#highest) this.#highest = at;
    this.#count++;
    this.#sum += value > 0 ? value : 0;
  }

  /** What was counted so far; later values do not change the answer. */
  toSparse(): SparseHistogram {
    const buckets: number[] = [];
    if (this.#buckets) {
      for (let at = this.#lowest; at <= this.#highest; at++) {
        const count = this.#buckets[at] ?? 0;
        if (count > 0) buckets.push(at + lowestBucket, count);
      }
    }
    return { buckets, count: this.#count, sum: this.#sum };
  }

  /** Forgets every value and keeps the array for the next ones. */
  clear(): void {
    this.#buckets?.fill(0);
    this.#lowest = size;
    this.#highest = -1;
    this.#count = 0;
    this.#sum = 0;
  }
}
