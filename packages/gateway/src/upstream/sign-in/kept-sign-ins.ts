import { hash } from "node:crypto";

/** More are not remembered; whoever uses a forgotten one keeps it. */
const mostKept = 1_000;

/** Sign-ins by what they are made with, so that the next config goes on with them: what was lent is not asked for again. */
export class KeptSignIns<SignIn> {
  readonly #kept = new Map<string, SignIn>();

  get(madeWith: readonly unknown[], begin: () => SignIn): SignIn {
    // Holds no secret for longer than those who use it do.
    const use = hash("sha256", JSON.stringify(madeWith));
    const known = this.#kept.get(use);
    if (known !== undefined) return known;
    const signIn = begin();
    this.#kept.set(use, signIn);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return signIn;
  }
}
