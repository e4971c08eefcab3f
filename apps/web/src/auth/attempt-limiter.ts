const windowMs = 5 * 60_000;
const mostAttempts = 10;
const mostKept = 10_000;

/** Slows guessing of passwords: after 10 attempts within 5 minutes without a success an email has to wait. */
export class AttemptLimiter {
  readonly #attempts = new Map<string, number[]>();

  /** Counts an attempt before it is made, so that guesses at the same time count too. false: it may not be made. */
  begin(email: string, nowMs: number): boolean {
    const recent = (this.#attempts.get(email) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    if (recent.length >= mostAttempts) return false;
    this.#attempts.delete(email);
    this.#attempts.set(email, [...recent, nowMs]);
    // The oldest goes first: memory is bounded whatever is tried.
    const oldest = this.#attempts.keys().next().value;
    if (this.#attempts.size > mostKept && oldest !== undefined) this.#attempts.delete(oldest);
    return true;
  }

  succeeded(email: string): void {
    this.#attempts.delete(email);
  }
}
