import {
  type LimitReached,
  longerOf,
  type ScopeUsage,
  type StateLock,
  type TokenEstimate,
  type UsageReservation,
} from "@meridian/routing";
import { dearest, type Priced } from "./dearest.ts";

/** Whose limit keeps a request out. */
export type LimitScope = "workspace" | "key" | "route";
export type ScopedLimitReached = LimitReached & { readonly scope: LimitScope };

type Counted = ReturnType<ScopeUsage["enter"]>;

/**
 * What one request takes of the limits of its workspace, its key and its route: at the door a place among the requests,
 * once it is planned the tokens and the money that it is expected to use up. Of all of them or of none; given back or put
 * right at its end, once. Where nothing is limited it counts what is in flight and makes nothing.
 */
export class RequestLimits {
  readonly #lock: StateLock;
  readonly #atMs: number;
  #workspace: ScopeUsage | null = null;
  #key: ScopeUsage | null = null;
  #route: ScopeUsage | null = null;
  #countedOfWorkspace: Counted = null;
  #countedOfKey: Counted = null;
  #reserved: UsageReservation[] | null = null;

  /** `lock`: of what all threads of the gateway count together. */
  constructor(lock: StateLock, nowMs: number) {
    this.#lock = lock;
    this.#atMs = nowMs;
  }

  /** Lets a request in, before its body is read; or says which limit keeps it out. */
  enter(workspace: ScopeUsage | null, key: ScopeUsage): ScopedLimitReached | null {
    this.#lock.take();
    try {
      const ofWorkspace = workspace?.refusesRequest(this.#atMs) ?? null;
      const ofKey = key.refusesRequest(this.#atMs);
      if (ofWorkspace || ofKey) return longerOf(scoped("workspace", ofWorkspace), scoped("key", ofKey));
      this.#workspace = workspace;
      this.#key = key;
      this.#countedOfWorkspace = workspace?.enter(this.#atMs) ?? null;
      this.#countedOfKey = key.enter(this.#atMs);
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
  reserve(route: ScopeUsage, ask: TokenEstimate, priced: Priced, nowMs: number): ScopedLimitReached | null {
    if (this.#route) return null;
    const reached = this.#refusal(route, ask, priced, nowMs);
    if (reached) {
      this.#countedOfWorkspace?.correct(-1, this.#atMs, nowMs);
      this.#countedOfKey?.correct(-1, this.#atMs, nowMs);
      return reached;
    }
    this.#route = route;
    route.enter(nowMs);
    return null;
  }

  /** It has ended, and used up that much. */
  end(tokens: number, nanoUsd: number, nowMs: number): void {
    this.#lock.take();
    try {
      this.#workspace?.leave();
      this.#key?.leave();
      this.#route?.leave();
      this.#workspace = null;
      this.#key = null;
      this.#route = null;
      if (!this.#reserved) return;
      const used = { tokens, nanoUsd };
      for (const reservation of this.#reserved) reservation.reconcile(used, nowMs);
      this.#reserved = null;
    } finally {
      this.#lock.release();
    }
  }

  #refusal(route: ScopeUsage, ask: TokenEstimate, priced: Priced, nowMs: number): ScopedLimitReached | null {
    let reached = scoped("route", route.refusesRequest(nowMs));
    if (!this.#workspace?.limitsUsage && !this.#key?.limitsUsage && !route.limitsUsage) return reached;
    const amount = dearest(priced, ask);
    const scopes = { workspace: this.#workspace, key: this.#key, route } as const;
    for (const scope of ["workspace", "key", "route"] as const) {
      reached = longerOf(reached, scoped(scope, scopes[scope]?.refusesUsage(amount, nowMs) ?? null));
    }
    if (reached) return reached;
    this.#reserved = Object.values(scopes).flatMap((usage) => usage?.reserve(amount, nowMs) ?? []);
    return null;
  }
}

const scoped = (scope: LimitScope, reached: LimitReached | null): ScopedLimitReached | null =>
  reached && { ...reached, scope };
