/** How long a session that was open is taken to be open, ms: what a revoked one can still do ends within it. */
const trustMs = 3_000;
const mostKept = 10_000;

/** Remembers for a moment which sessions are open, so that a page's many calls ask the database once. */
export class RecentSessions {
  readonly #check: (session: SessionClaim) => Promise<boolean>;
  readonly #clock: () => number;
  readonly #known = new Map<string, { readonly untilMs: number; readonly open: Promise<boolean> }>();

  /** @param clock monotonic, ms */
  constructor(check: (session: SessionClaim) => Promise<boolean>, clock: () => number) {
    this.#check = check;
    this.#clock = clock;
  }

  /** Whether the session is this user's and goes on, as of 3 s ago at most. Rejects while nobody can tell. */
  isOpen(session: SessionClaim): Promise<boolean> {
    const key = `${session.userId} ${session.sessionId}`;
    const nowMs = this.#clock();
    const known = this.#known.get(key);
    if (known && known.untilMs > nowMs) return known.open;
    const open = this.#check(session);
    this.#known.delete(key);
    this.#known.set(key, { untilMs: nowMs + trustMs, open });
    // A failed look is no answer: the next call looks again.
    open.catch(() => this.#known.delete(key));
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
    return open;
  }

  /** In this process it ends at once. */
  forget({ userId, sessionId }: SessionClaim): void {
    this.#known.delete(`${userId} ${sessionId}`);
  }
}

/** What a cookie says. */
export type SessionClaim = { readonly sessionId: string; readonly userId: string };
