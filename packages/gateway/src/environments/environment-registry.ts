import type { Diagnostic } from "@meridian/routing-config";
import type { ActiveEnvironment } from "./active-environment.ts";
import type { EnvironmentSource } from "./environment-source.ts";
import type { GatewayKey } from "./gateway-key.ts";

/** How a gateway took what it was given. A rejected config leaves the last good one serving. */
export type ApplyResult =
  | { readonly state: "applied"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly state: "rejected"; readonly diagnostics: readonly Diagnostic[] }
  /** Older than what is being served: nothing was changed. */
  | { readonly state: "stale" };

export type KeyMatch =
  | { readonly kind: "match"; readonly environment: ActiveEnvironment; readonly key: GatewayKey }
  | { readonly kind: "unknown" }
  | { readonly kind: "expired" };

export type RegistryOptions = {
  /** Opens a secret sealed to this gateway. Throws when it was sealed to another or tampered with. */
  readonly openSecret: (sealedBase64: string, environmentId: string, name: string) => string;
  /** `${env.NAME}` of file mode; undefined when it is not set. */
  readonly readEnvironmentVariable: (name: string) => string | undefined;
  /** Whether upstreams may stand on loopback and private addresses. */
  readonly allowPrivateUpstreams: boolean;
};

/** Every environment that this gateway serves. Swapping one is one assignment; live state survives it. */
export class EnvironmentRegistry {
  readonly #environments = new Map<string, ActiveEnvironment>();
  readonly #options: RegistryOptions;

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** Compiles and swaps. The keys and overrides of a snapshot are taken even when its config is rejected. */
  apply(_source: EnvironmentSource, _nowMs: number): ApplyResult {
    throw new Error(`not yet ${this.#options.allowPrivateUpstreams}`);
  }

  /** Who a key's text belongs to: compared by SHA-256, in constant time. */
  byKey(_keyText: string, _nowMs: number): KeyMatch {
    return { kind: "unknown" };
  }

  get(environmentId: string): ActiveEnvironment | undefined {
    return this.#environments.get(environmentId);
  }

  all(): Iterable<ActiveEnvironment> {
    return this.#environments.values();
  }

  /** Forgets environments that the control plane no longer has; their keys stop working. */
  keepOnly(environmentIds: ReadonlySet<string>): void {
    for (const id of this.#environments.keys()) if (!environmentIds.has(id)) this.#environments.delete(id);
  }

  /** Whether anything can be served: `/readyz`. */
  get ready(): boolean {
    for (const environment of this.#environments.values()) if (environment.table) return true;
    return false;
  }
}
