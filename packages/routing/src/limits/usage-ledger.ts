import { localMemory, type StateMemory } from "../state/state-memory.ts";
import { ScopeUsage, type ScopeUsageData } from "./scope-usage.ts";

/**
 * Everything that is used up in one gateway, by scope: `workspace|ID`, `key|ENVIRONMENT|ID`, `route|ENVIRONMENT|NAME`,
 * `upstream|ENVIRONMENT|IDENTITY`. Never by config version: a rollback does not reset what was spent.
 */
export class UsageLedger {
  readonly #scopes = new Map<string, ScopeUsage>();
  /** Where the numbers of its scopes lie. */
  readonly memory: StateMemory;

  readonly #shared: boolean;

  /** `shared`: with other gateways, which leave this one a part of each limit. */
  constructor(memory: StateMemory = localMemory, shared = false) {
    this.memory = memory;
    this.#shared = shared;
  }

  /** The usage of a scope, made when it is new, or was forgotten by who keeps the numbers. */
  scope(name: string): ScopeUsage {
    let usage = this.#scopes.get(name);
    if (!usage?.held) {
      usage = new ScopeUsage(this.memory, name, this.#shared);
      this.#scopes.set(name, usage);
    }
    return usage;
  }

  scopes(): Iterable<readonly [name: string, usage: ScopeUsage]> {
    return this.#scopes;
  }

  /** Forgets routes, upstreams and keys of an environment that there is no more. */
  forgetEnvironment(environmentId: string): void {
    for (const name of this.#scopes.keys()) if (name.split("|", 2)[1] === environmentId) this.#scopes.delete(name);
    this.memory.forgetEnvironment(environmentId);
  }

  /**
   * Forgets the scopes that nobody names any more and of which nothing counts any more. What was spent in a period that
   * runs is remembered until it ends: a rollback may bring it back. Returns the names.
   */
  forgetUnnamed(named: ReadonlySet<ScopeUsage>, nowMs: number): readonly string[] {
    const { lock } = this.memory;
    const forgotten: string[] = [];
    for (const [name, usage] of this.#scopes) {
      if (named.has(usage)) continue;
      lock.take();
      try {
        if (!usage.isIdle(nowMs)) continue;
        this.#scopes.delete(name);
        usage.forget();
        forgotten.push(name);
      } finally {
        lock.release();
      }
    }
    return forgotten;
  }

  /** A thread has broken: nothing of what it had in flight is in flight any more. */
  loseThread(thread: number): void {
    for (const usage of this.#scopes.values()) usage.loseThread(thread);
  }

  /** What is to outlive the process: plain data. */
  export(nowMs: number): UsageLedgerData {
    const scopes: Record<string, ScopeUsageData> = {};
    const { lock } = this.memory;
    for (const [name, usage] of this.#scopes) {
      // One by one: requests do not wait for all of them.
      lock.take();
      try {
        const data = usage.export(nowMs);
        if (data) scopes[name] = data;
      } finally {
        lock.release();
      }
    }
    return { scopes };
  }

  /** Takes in what an earlier run of this gateway has counted; once, before anything is served. */
  import({ scopes }: UsageLedgerData, nowMs: number): void {
    for (const [name, data] of Object.entries(scopes)) this.scope(name).import(data, nowMs);
  }
}

export type UsageLedgerData = { readonly scopes: Readonly<Record<string, ScopeUsageData>> };
