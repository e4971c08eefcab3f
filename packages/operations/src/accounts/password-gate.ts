import { OperationError } from "../errors.ts";

/**
 * Lets few passwords be hashed at a time, and few wait for it: each takes 19 MiB and a thread for some 30 ms, so that a
 * flood of sign-ins would hold up everything else. Throws `busy` for more than may wait.
 */
export class PasswordGate {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor({ atOnce, mostWaiting }: { readonly atOnce: number; readonly mostWaiting: number }) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  async pass<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) {
        throw new OperationError("busy", "Too many people are signing in at this moment. Try again in a few seconds.");
      }
      // Whoever ends hands its place on: the count stays.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await run();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** The gate that every hashing of this process passes. */
export const passwordGate = new PasswordGate({ atOnce: 2, mostWaiting: 40 });
