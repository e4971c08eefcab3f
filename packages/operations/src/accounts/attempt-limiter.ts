const windowMs = 5 * 60_000;
const mostKept = 10_000;

/** Slows guessing: after so many attempts within 5 minutes that came to nothing, whatever they were made on has to wait. */
export class AttemptLimiter {
  readonly #attempts = new Map<string, number[]>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Counts an attempt before it is made, so that guesses at the same time count too.
   *
   * @returns null: it may be made; else when the next one may be, epoch ms
   */
  begin(key: string, nowMs: number): number | null {
    const recent = (this.#attempts.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    if (recent.length >= this.#most) return (recent[0] ?? nowMs) + windowMs;
    this.#attempts.delete(key);
    this.#attempts.set(key, [...recent, nowMs]);
    // The oldest goes first: memory is bounded whatever is tried.
    const oldest = this.#attempts.keys().next().value;
    if (this.#attempts.size > mostKept && oldest !== undefined) this.#attempts.delete(oldest);
    return null;
  }

  /** Forgets all attempts: the last one was right. */
  succeeded(key: string): void {
    this.#attempts.delete(key);
  }

  /** Forgets the latest attempt alone: it was right, and says nothing of those of others. */
  forgive(key: string): void {
    const left = (this.#attempts.get(key) ?? []).slice(0, -1);
    if (left.length === 0) this.#attempts.delete(key);
    else this.#attempts.set(key, left);
  }
}

/** The limits of one process. */
export type AttemptLimits = {
  /** By the email that is tried, or by the user whose password is changed. */
  readonly account: AttemptLimiter;
  /** By where it comes from: a whole office may sign in from one. */
  readonly address: AttemptLimiter;
};

export function attemptLimits(): AttemptLimits {
  return { account: new AttemptLimiter(10), address: new AttemptLimiter(60) };
}
