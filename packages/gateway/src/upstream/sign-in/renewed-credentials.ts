import { SignInError } from "./sign-in-error.ts";

export type RenewedCredentialsOptions<Lent> = {
  /** Asks for new ones; fails with `SignInError`. */
  readonly ask: (nowMs: number) => Promise<Lent>;
  readonly clock: () => number;
};

/** Renewed when this much of their time is left, or half of it: a request that finds them so does not wait for it. */
const renewBeforeMs = 10 * 60_000;
/** Nobody calls with credentials that end in the next moment, or have but this part of their time left. */
const leastLeftMs = 30_000;
const leastLeftShare = 0.1;
/** After a failure they are asked for again no sooner. */
const pauseMs = 2_000;
/** Those that were refused are asked for again when they are at least this old: new ones would fare no better. */
const doubtedAfterMs = 60_000;

/**
 * Credentials that were lent for a time. Asked for when this is made, and again in the background before they end;
 * requests wait only while there are none, all of them for the same answer.
 */
export class RenewedCredentials<Lent extends { readonly expiresAtMs: number }> {
  readonly #options: RenewedCredentialsOptions<Lent>;
  #lent: Lent | null = null;
  #lentAtMs = 0;
  #asking: Promise<Lent> | null = null;
  #failed: { readonly error: SignInError; readonly untilMs: number } | null = null;

  constructor(options: RenewedCredentialsOptions<Lent>) {
    this.#options = options;
    void this.#renew(options.clock());
  }

  /** A promise only while there are none. It fails with `SignInError`. */
  get(nowMs: number): Lent | Promise<Lent> {
    const lent = this.#lent;
    const leftMs = (lent?.expiresAtMs ?? 0) - nowMs;
    const lastsMs = (lent?.expiresAtMs ?? 0) - this.#lentAtMs;
    if (lent && leftMs > Math.min(leastLeftMs, leastLeftShare * lastsMs)) {
      if (leftMs < Math.min(renewBeforeMs, lastsMs / 2)) void this.#renew(nowMs);
      return lent;
    }
    return this.#renew(nowMs) ?? Promise.reject(this.#failed?.error ?? nothingYet);
  }

  /** Whom they were shown to did not take them: they may have been withdrawn before their time. */
  refused(nowMs: number): void {
    if (this.#lent && nowMs - this.#lentAtMs >= doubtedAfterMs) void this.#renew(nowMs);
  }

  /** Asks for new ones, unless that is going on; null while it has to pause after a failure. */
  #renew(nowMs: number): Promise<Lent> | null {
    if (this.#asking) return this.#asking;
    if (this.#failed && this.#failed.untilMs > nowMs) return null;
    const asking = this.#options.ask(nowMs);
    this.#asking = asking;
    asking.then(
      (lent) => {
        this.#asking = null;
        this.#failed = null;
        this.#lent = lent;
        this.#lentAtMs = nowMs;
      },
      (error: unknown) => {
        this.#asking = null;
        const known = error instanceof SignInError ? error : nothingYet;
        this.#failed = { error: known, untilMs: this.#options.clock() + pauseMs };
      },
    );
    return asking;
  }
}

const nothingYet = new SignInError("There are no credentials yet.", false);
