/** Remembers the tickets that were used until they expire, so that each opens one socket. */
export class UsedNonces {
  readonly #expiry = new Map<string, number>();
  #sweepAtMs = 0;

  /** Whether the nonce is used for the first time. Only of tickets that are genuine, so that nobody can fill it. */
  use(nonce: string, expiresAtMs: number, nowMs: number): boolean {
    if (nowMs >= this.#sweepAtMs) {
      for (const [old, untilMs] of this.#expiry) if (untilMs <= nowMs) this.#expiry.delete(old);
      this.#sweepAtMs = nowMs + 10_000;
    }
    if (this.#expiry.has(nonce)) return false;
    this.#expiry.set(nonce, expiresAtMs);
    return true;
  }
}
