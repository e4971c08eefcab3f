import type { CredentialUse, CredentialUseStore } from "@meridian/db";
import type { Logger } from "pino";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { EnvironmentRegistry } from "../environments/environment-registry.ts";

/** How coarse "last used" is. */
const everyMs = 30_000;

/**
 * Tells the control plane every 30 s which keys and secrets were used since. The request path only notes a moment; what
 * cannot be told now is told later, and more than the latest moment is never kept.
 */
export class UseReporter {
  readonly #store: CredentialUseStore;
  readonly #registry: Pick<EnvironmentRegistry, "all">;
  readonly #log: Logger;
  /** What was told last, by environment, kind and name. */
  #told = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #failing = false;

  constructor(parts: {
    readonly store: CredentialUseStore;
    readonly registry: Pick<EnvironmentRegistry, "all">;
    readonly log: Logger;
  }) {
    this.#store = parts.store;
    this.#registry = parts.registry;
    this.#log = parts.log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.report(), everyMs);
    this.#timer.unref();
  }

  /** Tells what is left; that it could not be told is no reason to wait. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.report();
  }

  /** Tells what was used since it was told last. Never rejects. */
  async report(): Promise<void> {
    const told = new Map<string, number>();
    for (const environment of this.#registry.all()) {
      const { environmentId } = environment;
      const uses = usesIn(environment);
      const untold = uses.filter((use) => (this.#told.get(nameOf(environmentId, use)) ?? 0) < use.lastUsedAtMs);
      const reached = untold.length === 0 || (await this.#tell(environmentId, untold));
      for (const use of uses) {
        const name = nameOf(environmentId, use);
        const before = this.#told.get(name);
        if (reached) told.set(name, use.lastUsedAtMs);
        else if (before !== undefined) told.set(name, before);
      }
    }
    this.#told = told;
  }

  async #tell(environmentId: string, uses: readonly CredentialUse[]): Promise<boolean> {
    try {
      await this.#store.report(environmentId, uses);
      this.#failing = false;
      return true;
    } catch (error) {
      if (!this.#failing) this.#log.warn({ err: error }, "it cannot be told which keys and secrets are used");
      this.#failing = true;
      return false;
    }
  }
}

function usesIn({ keys, secretUses }: ActiveEnvironment): CredentialUse[] {
  const uses: CredentialUse[] = [];
  for (const { id: name, previous, usage } of keys) {
    const lastUsedAtMs = previous ? usage.previousLastUsedAtMs : usage.lastUsedAtMs;
    if (lastUsedAtMs === null) continue;
    uses.push({
      kind: previous ? "previous-gateway-key" : "gateway-key",
      name,
      lastUsedAtMs: Math.floor(lastUsedAtMs),
    });
  }
  for (const [name, atMs] of secretUses) uses.push({ kind: "secret", name, lastUsedAtMs: Math.floor(atMs) });
  return uses;
}

const nameOf = (environmentId: string, { kind, name }: CredentialUse): string => `${environmentId} ${kind} ${name}`;
