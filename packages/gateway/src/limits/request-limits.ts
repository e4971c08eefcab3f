import type { LimitReached, ScopeUsage, StateLock, UsageAmount, UsageReservation } from "@meridian/routing";

/** Whose limit keeps a request out. */
export type LimitScope = "workspace" | "key" | "route";
export type ScopedLimitReached = LimitReached & { readonly scope: LimitScope };

type Held = {
  readonly scope: ScopeUsage;
  readonly counted: ReturnType<ScopeUsage["enter"]>;
  reserved: UsageReservation | null;
};

/**
 * What one request takes of the limits of its workspace, its key and its route: at the door a place among the requests,
 * once it is planned the tokens and the money that it is expected to use up. Of all of them or of none; given back or put
 * right at its end, once.
 */
export class RequestLimits {
  readonly #lock: StateLock;
  readonly #atMs: number;
  readonly #held: Held[] = [];
  #route: ScopeUsage | null = null;

  /** `lock`: of what all threads of the gateway count together. */
  constructor(lock: StateLock, nowMs: number) {
    this.#lock = lock;
    this.#atMs = nowMs;
  }

  /** Lets a request in, before its body is read; or says which limit keeps it out. */
  enter(workspace: ScopeUsage | null, key: ScopeUsage): ScopedLimitReached | null {
    this.#lock.take();
    try {
      const ofWorkspace = workspace?.refusesRequest(this.#atMs);
      if (ofWorkspace) return { ...ofWorkspace, scope: "workspace" };
      const ofKey = key.refusesRequest(this.#atMs);
      if (ofKey) return { ...ofKey, scope: "key" };
      if (workspace) this.#enter(workspace, this.#atMs);
      this.#enter(key, this.#atMs);
      return null;
    } finally {
      this.#lock.release();
    }
  }

  /**
   * Sets aside what it is expected to use up, now that its route is known; or says which limit is too small, and takes its
   * beginning back, so that it does not count against a minute. Does nothing for a request that is planned once more.
   * The caller holds the lock.
   */
  reserve(route: ScopeUsage, amount: UsageAmount, nowMs: number): ScopedLimitReached | null {
    if (this.#route) return null;
    const reached = this.#refusal(route, amount, nowMs);
    if (reached) {
      for (const { counted } of this.#held) counted?.correct(-1, this.#atMs, nowMs);
      return reached;
    }
    this.#route = route;
    this.#enter(route, nowMs);
    for (const held of this.#held) held.reserved = held.scope.reserve(amount, nowMs);
    return null;
  }

  /** It has ended, and used up that much. */
  end(used: UsageAmount, nowMs: number): void {
    this.#lock.take();
    try {
      for (let held = this.#held.pop(); held; held = this.#held.pop()) {
        held.scope.leave();
        held.reserved?.reconcile(used, nowMs);
      }
    } finally {
      this.#lock.release();
    }
  }

  #refusal(route: ScopeUsage, amount: UsageAmount, nowMs: number): ScopedLimitReached | null {
    for (const [at, { scope }] of this.#held.entries()) {
      const reached = scope.refusesUsage(amount, nowMs);
      // The workspace, where it has one, was entered before the key.
      if (reached) return { ...reached, scope: at === this.#held.length - 1 ? "key" : "workspace" };
    }
    const reached = route.refusesRequest(nowMs) ?? route.refusesUsage(amount, nowMs);
    return reached && { ...reached, scope: "route" };
  }

  #enter(scope: ScopeUsage, nowMs: number): void {
    this.#held.push({ scope, counted: scope.enter(nowMs), reserved: null });
  }
}
