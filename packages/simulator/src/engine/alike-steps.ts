/** Steps of an engine that differ only by the tokens they read, one more for each sequence: each takes as much longer as the last. */
export class AlikeSteps {
  #left = 0;
  #stepMs = 0;
  /** What each takes longer than the one before. */
  #growthMs = 0;

  /** From the one under way; 0: none is. */
  get left(): number {
    return this.#left;
  }

  begin(steps: number, firstMs: number, growthMs: number): void {
    this.#left = steps;
    this.#stepMs = firstMs;
    this.#growthMs = growthMs;
  }

  end(): void {
    this.#left = 0;
  }

  /** Something is different from the next one on. */
  endAfterThis(): void {
    this.#left = Math.min(this.#left, 1);
  }

  /** Duration in ms of the first `steps`. */
  msOf(steps: number): number {
    return steps * this.#stepMs + (this.#growthMs * steps * (steps - 1)) / 2;
  }

  /** How many have ended `ms` after the first began; the last of them never has. */
  endedWithin(ms: number): number {
    const growth = this.#growthMs;
    const first = this.#stepMs - growth / 2;
    let steps = growth > 0 ? (Math.sqrt(first * first + 2 * growth * ms) - first) / growth : ms / this.#stepMs;
    steps = Math.max(0, Math.min(this.#left - 1, Math.floor(steps)));
    // Rounding may be off by one.
    if (steps > 0 && this.msOf(steps) > ms) return steps - 1;
    return steps < this.#left - 1 && this.msOf(steps + 1) <= ms ? steps + 1 : steps;
  }

  /** The first `steps` are over; one more is under way. */
  pass(steps: number): void {
    if (steps >= this.#left) throw new Error(`${steps} of ${this.#left} steps cannot be skipped.`);
    this.#left -= steps;
    this.#stepMs += this.#growthMs * steps;
  }
}
