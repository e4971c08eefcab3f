/** Whether Meridian answers. Told by every call's end; looked up while it does not, to know at once when it does again. */
export class Reachability {
  readonly #look: () => Promise<boolean>;
  readonly #listeners = new Set<() => void>();
  #reached = true;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param look asks whether the server answers now; must not throw */
  constructor(look: () => Promise<boolean>) {
    this.#look = look;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly reached = (): boolean => this.#reached;

  /** A call ended: with an answer, whatever it said, or with none. */
  tell(answered: boolean): void {
    if (answered === this.#reached) return;
    this.#reached = answered;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = answered ? null : setTimeout(() => void this.#lookAgain(), lookEveryMs);
    for (const listener of this.#listeners) listener();
  }

  async #lookAgain(): Promise<void> {
    if (await this.#look()) this.tell(true);
    else if (!this.#reached) this.#timer = setTimeout(() => void this.#lookAgain(), lookEveryMs);
  }
}

const lookEveryMs = 3_000;
