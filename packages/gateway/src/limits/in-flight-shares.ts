/**
 * Bounds the requests in flight of the whole gateway, and shares the bound between its environments: half of it is kept
 * for them in even parts, the other half is whoever's comes first. So one that floods is stopped when the common half is
 * full, and each of the others still has its own part.
 */
export class InFlightShares {
  readonly #most: number;
  readonly #byEnvironment = new Map<string, number>();
  /** What each environment has for itself. */
  #own: number;
  /** In flight beyond environments' own parts. */
  #common = 0;

  constructor(most: number) {
    this.#most = most;
    this.#own = Math.floor(most / 2);
  }

  /** Takes a place until `leave`; false when the environment has none. `environments`: how many share the bound. */
  enter(environmentId: string, environments: number): boolean {
    this.#shareBetween(environments);
    const inFlight = this.#byEnvironment.get(environmentId) ?? 0;
    if (inFlight >= this.#own) {
      if (this.#common >= this.#most - this.#own * Math.max(1, environments)) return false;
      this.#common += 1;
    }
    this.#byEnvironment.set(environmentId, inFlight + 1);
    return true;
  }

  leave(environmentId: string): void {
    const inFlight = this.#byEnvironment.get(environmentId) ?? 0;
    if (inFlight > this.#own) this.#common -= 1;
    if (inFlight <= 1) this.#byEnvironment.delete(environmentId);
    else this.#byEnvironment.set(environmentId, inFlight - 1);
  }

  #shareBetween(environments: number): void {
    const own = Math.floor(this.#most / 2 / Math.max(1, environments));
    if (own === this.#own) return;
    this.#own = own;
    this.#common = 0;
    for (const inFlight of this.#byEnvironment.values()) this.#common += Math.max(0, inFlight - own);
  }
}
