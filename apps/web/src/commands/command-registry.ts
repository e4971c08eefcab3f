import type { Command } from "./command.ts";

/** What can be done now: the shell's commands and those of the screens that are open. The newest of an id counts. */
export class CommandRegistry {
  readonly #lists = new Map<symbol, readonly Command[]>();
  readonly #listeners = new Set<() => void>();
  #all: readonly Command[] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same list until something changes. */
  readonly all = (): readonly Command[] => this.#all;

  /** Puts in what `owner` offers from now on, in place of what it offered before; an empty list takes it out. */
  offer(owner: symbol, commands: readonly Command[]): void {
    if (commands.length > 0) this.#lists.set(owner, commands);
    else if (!this.#lists.delete(owner)) return;
    const byId = new Map<string, Command>();
    for (const list of this.#lists.values()) for (const command of list) byId.set(command.id, command);
    this.#all = [...byId.values()];
    for (const listener of this.#listeners) listener();
  }
}
