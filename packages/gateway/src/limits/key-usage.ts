import type { ScopeUsage } from "@meridian/routing";

/** What callers with one key use up, and when they last did. It outlives config changes, edits of the key and its re-roll. */
export class KeyUsage {
  /** Epoch ms; null: not since this gateway began. */
  lastUsedAtMs: number | null = null;
  /** Of the text before the key was re-rolled. */
  previousLastUsedAtMs: number | null = null;
  readonly scope: ScopeUsage;

  constructor(scope: ScopeUsage) {
    this.scope = scope;
  }
}
