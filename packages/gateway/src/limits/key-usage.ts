import type { ScopeUsage } from "@meridian/routing";

/** What callers with one key use up, and when they last did. It outlives config changes, edits of the key and its re-roll. */
export class KeyUsage {
  readonly scope: ScopeUsage;
  /** When each text was last used; 0: never. */
  readonly #lastUses: Float64Array;

  static readonly initial: readonly number[] = [0, 0];

  /** `lastUses`: in memory that threads share. */
  constructor(scope: ScopeUsage, lastUses: Float64Array = Float64Array.from(KeyUsage.initial)) {
    this.scope = scope;
    this.#lastUses = lastUses;
  }

  /** Epoch ms; null: not since this gateway began. */
  get lastUsedAtMs(): number | null {
    return this.#lastUses[0]! || null;
  }

  /** Of the text before the key was re-rolled. */
  get previousLastUsedAtMs(): number | null {
    return this.#lastUses[1]! || null;
  }

  note(previous: boolean, nowMs: number): void {
    this.#lastUses[previous ? 1 : 0] = nowMs;
  }
}
