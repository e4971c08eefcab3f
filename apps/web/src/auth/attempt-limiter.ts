const windowMs = 5 * 60_000;
const mostFailures = 10;
const mostKept = 10_000;

/** Slows guessing of passwords: after 10 failures within 5 minutes an email has to wait. */
export class AttemptLimiter {
  readonly #failures = new Map<string, number[]>();

  /** Whether another attempt may be made at `nowMs`. */
  allows(email: string, nowMs: number): boolean {
    return this.#recent(email, nowMs).length < mostFailures;
  }

  failed(email: string, nowMs: number): void {
    const recent = [...this.#recent(email, nowMs), nowMs];
    this.#failures.delete(email);
    this.#failures.set(email, recent);
    // The oldest goes first: memory is bounded whatever is tried.
    const oldest = this.#failures.keys().next().value;
    if (this.#failures.size > mostKept && oldest !== undefined) this.#failures.delete(oldest);
  }

  succeeded(email: string): void {
    this.#failures.delete(email);
  }

  #recent(email: string, nowMs: number): number[] {
    return (this.#failures.get(email) ?? []).filter((atMs) => atMs > nowMs - windowMs);
  }
}
