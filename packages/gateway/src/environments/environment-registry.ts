import {
  createRetryBudgets,
  InFlightCount,
  RoutingState,
  type ScopeUsage,
  type SentPrompts,
  type StateLock,
  type StateMemory,
  UsageLedger,
} from "@meridian/routing";
import type { Diagnostic, EnvironmentSnapshot } from "@meridian/routing-config";
import { KeyUsage } from "../limits/key-usage.ts";
import { SecretUses } from "../limits/secret-uses.ts";
import type { UpstreamPools } from "../upstream/upstream-pools.ts";
import type { ActiveEnvironment } from "./active-environment.ts";
import { asDiagnostic, type CompiledEnvironment, compileEnvironment } from "./compile-environment.ts";
import { fileKeys, snapshotKeys } from "./environment-keys.ts";
import { type EnvironmentSource, fileEnvironmentId } from "./environment-source.ts";
import type { GatewayKey } from "./gateway-key.ts";
import { type FoundKey, KeyIndex } from "./key-index.ts";
import { secretNamesOf } from "./secret-names.ts";

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
  readonly pools: UpstreamPools;
  /** Where live state lies: memory of its own unless given. */
  readonly memory?: StateMemory;
  /** Whether limits are kept together with other gateways. */
  readonly limitsShared?: boolean;
  /** Where the prompts gather that are sent to upstreams, for others to know; null or not given: nobody asks. */
  readonly sentPrompts?: SentPrompts | null;
};

const nothing: CompiledEnvironment | null = null;

/** How often what nobody names any more is looked for, at most: snapshots that change may do so several times a second. */
const forgetEveryMs = 60_000;

/** Every environment that this gateway serves. Swapping one is one assignment; live state survives it. */
export class EnvironmentRegistry {
  readonly #environments = new Map<string, ActiveEnvironment>();
  readonly #keys = new KeyIndex();
  /** What was used up of every limit that there is. */
  readonly ledger: UsageLedger;
  /** Requests in flight of all environments. */
  readonly inFlight: InFlightCount;
  readonly #options: RegistryOptions;
  /** What each environment's table was compiled from, so that a new key does not compile it again. */
  readonly #compiledFrom = new Map<string, string>();
  #forgotAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.ledger = new UsageLedger(options.memory, options.limitsShared);
    this.inFlight = new InFlightCount(this.ledger.memory, "in_flight");
  }

  /** Held by whoever takes of what all threads of the gateway count together. */
  get lock(): StateLock {
    return this.ledger.memory.lock;
  }

  /** A thread has broken: nothing of what it had in flight is in flight any more. */
  loseThread(thread: number, nowMs: number): void {
    this.lock.take();
    try {
      this.ledger.loseThread(thread);
      this.inFlight.loseThread(thread);
      for (const { state, inFlight } of this.#environments.values()) {
        inFlight.loseThread(thread);
        state.loseThread(thread, nowMs);
      }
    } finally {
      this.lock.release();
    }
  }

  /** Compiles and swaps. The keys and overrides of a snapshot are taken even when its config is rejected. */
  apply(source: EnvironmentSource, nowMs: number): ApplyResult {
    this.#forgetUnnamed(nowMs);
    return source.kind === "file" ? this.#applyFile(source.yaml, nowMs) : this.#applySnapshot(source.snapshot, nowMs);
  }

  /** Only what is applied brings names, so what is forgotten then bounds the ledger: revoked keys do not add up. */
  #forgetUnnamed(nowMs: number): void {
    if (nowMs - this.#forgotAtMs < forgetEveryMs) return;
    this.#forgotAtMs = nowMs;
    const named = new Set<ScopeUsage>();
    for (const { keys, workspaceUsage, state } of this.#environments.values()) {
      for (const { usage } of keys) named.add(usage.scope);
      if (workspaceUsage) named.add(workspaceUsage);
      for (const usage of state.usages()) named.add(usage);
    }
    const forgotten = this.ledger.forgetUnnamed(named, nowMs);
    for (const name of forgotten) if (isOfKey(name)) this.ledger.memory.forget(lastUseBlock(name));
  }

  /** Who a key belongs to, by `keyDigest` of its text; compared in constant time. */
  byKey(digest: string, nowMs: number): KeyMatch {
    return this.#match(this.#keys.find(digest), nowMs);
  }

  /** What has become of a key that was taken a while ago: it may have been revoked, or have expired. */
  nowOf(key: GatewayKey, nowMs: number): KeyMatch {
    return this.#match(this.#keys.again(key), nowMs);
  }

  #match(found: FoundKey | null, nowMs: number): KeyMatch {
    const environment = found && this.#environments.get(found.environmentId);
    if (!environment) return { kind: "unknown" };
    const { key } = found;
    return key.expiresAtMs !== null && key.expiresAtMs <= nowMs
      ? { kind: "expired" }
      : { kind: "match", environment, key };
  }

  get(environmentId: string): ActiveEnvironment | undefined {
    return this.#environments.get(environmentId);
  }

  /** How many environments there are. */
  get size(): number {
    return this.#environments.size;
  }

  all(): Iterable<ActiveEnvironment> {
    return this.#environments.values();
  }

  /** Forgets environments that the control plane no longer has; their keys stop working. */
  keepOnly(environmentIds: ReadonlySet<string>): void {
    for (const id of this.#environments.keys()) {
      if (environmentIds.has(id)) continue;
      this.#environments.delete(id);
      this.#compiledFrom.delete(id);
      this.#keys.remove(id);
      this.ledger.forgetEnvironment(id);
    }
  }

  /** Whether anything can be served: `/readyz`. */
  get ready(): boolean {
    for (const environment of this.#environments.values()) if (environment.table) return true;
    return false;
  }

  #applyFile(yaml: string, nowMs: number): ApplyResult {
    const { readEnvironmentVariable, pools } = this.#options;
    const sources = { secrets: [], open: noSecrets, readEnvironmentVariable };
    const { compiled, diagnostics } = compileEnvironment(yaml, { mode: "file" }, sources, pools);
    if (!compiled) return { state: "rejected", diagnostics };
    const { keys, problems } = fileKeys(
      compiled.table.fileKeys,
      this.get(fileEnvironmentId)?.keys ?? [],
      this.#keyUsages(fileEnvironmentId),
      readEnvironmentVariable,
    );
    if (problems.length > 0) return { state: "rejected", diagnostics: [...diagnostics, ...problems.map(asDiagnostic)] };
    const about = {
      environmentId: fileEnvironmentId,
      name: "file",
      serial: 0,
      deployment: null,
      overrides: [],
      keys,
      workspaceUsage: null,
    };
    this.#swap(about, compiled, nowMs);
    return { state: "applied", diagnostics };
  }

  #applySnapshot(snapshot: EnvironmentSnapshot, nowMs: number): ApplyResult {
    const { environmentId, serial, deployment } = snapshot;
    const before = this.#environments.get(environmentId);
    if (before && serial < before.serial) return { state: "stale" };
    const about = {
      environmentId,
      name: snapshot.environmentName,
      serial,
      overrides: snapshot.overrides,
      keys: snapshotKeys(snapshot.keys, before?.keys ?? [], this.#keyUsages(environmentId)),
      workspaceUsage: this.#workspaceUsage(snapshot),
    };
    const active = deployment && { id: deployment.id, configVersion: deployment.configVersion };
    const from = JSON.stringify([deployment?.yaml, snapshot.secrets]);
    if (before && this.#compiledFrom.get(environmentId) === from) {
      const { appliedAtMs } = active?.id === before.deployment?.id ? before : { appliedAtMs: nowMs };
      this.#set({ ...before, ...about, deployment: active, appliedAtMs });
      return { state: "applied", diagnostics: [] };
    }
    const { compiled, diagnostics } = deployment
      ? this.#compile(snapshot, deployment.yaml)
      : { compiled: nothing, diagnostics: [] };
    if (deployment && !compiled) {
      // What is served stays; who may call, and what was ordered at run time, do not wait for a better config.
      if (before) this.#set({ ...before, ...about });
      else this.#swap({ ...about, deployment: null }, null, nowMs);
      return { state: "rejected", diagnostics };
    }
    this.#swap({ ...about, deployment: active }, compiled, nowMs);
    this.#compiledFrom.set(environmentId, from);
    return { state: "applied", diagnostics };
  }

  #compile(snapshot: EnvironmentSnapshot, yaml: string): ReturnType<typeof compileEnvironment> {
    const { openSecret, readEnvironmentVariable, pools } = this.#options;
    const { secrets, environmentId } = snapshot;
    const sources = {
      secrets,
      open: (sealed: string, name: string) => openSecret(sealed, environmentId, name),
      readEnvironmentVariable,
    };
    const secretHosts = new Map(secrets.map(({ name, allowedHosts }) => [name, allowedHosts]));
    return compileEnvironment(
      yaml,
      { mode: "workspace", secretNames: [...secretHosts.keys()], secretHosts },
      sources,
      pools,
    );
  }

  #swap(
    about: Pick<
      ActiveEnvironment,
      "environmentId" | "name" | "serial" | "deployment" | "overrides" | "keys" | "workspaceUsage"
    >,
    compiled: CompiledEnvironment | null,
    nowMs: number,
  ): void {
    const before = this.#environments.get(about.environmentId);
    const secretUses = before?.secretUses ?? new SecretUses(this.ledger.memory, about.environmentId);
    secretUses.adopt(secretNamesOf(compiled?.table ?? null));
    const state = before?.state ?? new RoutingState(this.ledger, about.environmentId, this.#options.sentPrompts);
    if (compiled) state.adopt(compiled.table, nowMs);
    this.#set({
      ...about,
      appliedAtMs: nowMs,
      table: compiled?.table ?? null,
      targets: compiled?.targets ?? [],
      matchedHeaders: compiled?.matchedHeaders ?? [],
      readsPrompts: compiled?.readsPrompts ?? false,
      state,
      inFlight: before?.inFlight ?? new InFlightCount(this.ledger.memory, `in_flight|${about.environmentId}`),
      secretUses,
      budgets: compiled
        ? createRetryBudgets(compiled.table, before?.budgets, this.ledger.memory, about.environmentId)
        : new Map(),
    });
  }

  #keyUsages(environmentId: string): (id: string) => KeyUsage {
    const { memory } = this.ledger;
    return (id) => {
      const scope = `key|${environmentId}|${id}`;
      const lastUses = memory.numbers(lastUseBlock(scope), KeyUsage.initial);
      return new KeyUsage(this.ledger.scope(scope), lastUses);
    };
  }

  #workspaceUsage({ workspaceId, workspaceLimits = {} }: EnvironmentSnapshot): ScopeUsage {
    const usage = this.ledger.scope(`workspace|${workspaceId}`);
    usage.adopt(workspaceLimits);
    return usage;
  }

  #set(environment: ActiveEnvironment): void {
    this.#environments.set(environment.environmentId, environment);
    this.#keys.replace(environment.environmentId, environment.keys);
  }
}

const isOfKey = (scope: string): boolean => scope.startsWith("key|");

/** Where the last uses of a key stand, by the name of its scope. */
const lastUseBlock = (scope: string): string => scope.replace("key|", "use|");

function noSecrets(): string {
  throw new Error("A file has no secrets.");
}
