import { otherName } from "./record-dimensions.ts";

/** Names of models that one environment's cells keep apart on one gateway. */
const defaultMaxNames = 200;

/** A name that nobody asked for so long makes room for another. */
const forgetAfterMs = 86_400_000;

/** No config names a longer one; a caller may. */
const maxLength = 128;

/**
 * Bounds what callers can do to cells: a route whose models hold a `*` takes any name. The first names of an environment
 * are kept apart, up to a number; those beyond it are counted as "(other)".
 */
export class ModelNames {
  readonly #maxNames: number;
  /** Environment → name → when it was last asked for, epoch ms. */
  readonly #seen = new Map<string, Map<string, number>>();

  constructor(maxNames = defaultMaxNames) {
    this.#maxNames = maxNames;
  }

  /** The name under which a request for `model` is counted. */
  admit(environmentId: string, model: string, nowMs: number): string {
    let names = this.#seen.get(environmentId);
    if (!names) this.#seen.set(environmentId, (names = new Map()));
    if (!names.has(model) && (names.size >= this.#maxNames || model.length > maxLength)) return otherName;
    names.set(model, nowMs);
    return model;
  }

  /** Forgets what was not asked for in the day before `nowMs`. */
  prune(nowMs: number): void {
    for (const [environmentId, names] of this.#seen) {
      for (const [name, seenMs] of names) if (seenMs < nowMs - forgetAfterMs) names.delete(name);
      if (names.size === 0) this.#seen.delete(environmentId);
    }
  }
}
