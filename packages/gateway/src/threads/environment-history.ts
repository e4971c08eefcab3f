import type { EnvironmentSource } from "../environments/environment-source.ts";
import { fileEnvironmentId } from "../environments/environment-source.ts";
import type { EnvironmentChange } from "./messages.ts";

type Applied = Extract<EnvironmentChange, { kind: "apply" }>;

/** What a thread that joins late has to apply to serve what the others serve. */
export class EnvironmentHistory {
  /** By environment: what was applied last, and what was rejected after it, whose keys and orders hold all the same. */
  readonly #byEnvironment = new Map<string, { good: Applied | null; rejected: Applied | null }>();

  note(change: Applied, rejected: boolean): void {
    const id = idOf(change.source);
    if (!rejected) this.#byEnvironment.set(id, { good: change, rejected: null });
    else {
      const good = this.#byEnvironment.get(id)?.good ?? null;
      this.#byEnvironment.set(id, { good: good && withKeysOf(good, change), rejected: change });
    }
  }

  keepOnly(environmentIds: ReadonlySet<string>): void {
    for (const id of this.#byEnvironment.keys()) if (!environmentIds.has(id)) this.#byEnvironment.delete(id);
  }

  changes(): readonly EnvironmentChange[] {
    return [...this.#byEnvironment.values()].flatMap(({ good, rejected }) =>
      [good, rejected].filter((one) => one !== null),
    );
  }
}

/** Keys that hold no more are not brought back for a moment: what they used may be forgotten. */
function withKeysOf(good: Applied, { source }: Applied): Applied {
  if (good.source.kind === "file" || source.kind === "file") return good;
  return { ...good, source: { ...good.source, snapshot: { ...good.source.snapshot, keys: source.snapshot.keys } } };
}

const idOf = (source: EnvironmentSource): string =>
  source.kind === "file" ? fileEnvironmentId : source.snapshot.environmentId;
