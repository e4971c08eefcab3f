import type { Override } from "../override.ts";
import type { Skipped } from "../route-plan.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { PlanTarget } from "./plan-target.ts";

/** Runtime overrides that bear on a route now. */
export type StandingOrders = {
  /** Target → the reason that a person gave. */
  readonly drained: ReadonlyMap<PlanTarget, string>;
  /** Target → 0..1; the smallest stands. */
  readonly caps: ReadonlyMap<PlanTarget, number>;
  readonly forced: PlanTarget | null;
};

/** Unused credit beyond this is lost, so that a capped upstream does not save up for a burst. */
const maxCapCredit = 2;

/** Sums of shares such as ten times 0.1 fall short of 1 by rounding. */
const rounding = 1e-9;

/**
 * Reads the overrides that have not expired; null when none bears on the route. The last `force` stands; one that names
 * an upstream which is no target of the route does nothing, for nobody reviewed that it may serve it.
 */
export function standingOrders(
  { route, targets }: CompiledRoute,
  overrides: readonly Override[],
  nowMs: number,
): StandingOrders | null {
  const drained = new Map<PlanTarget, string>();
  const caps = new Map<PlanTarget, number>();
  let forced: PlanTarget | null = null;
  for (const override of overrides) {
    if (override.expiresAtMs <= nowMs) continue;
    if (override.kind === "force" && override.route !== route.name) continue;
    for (const target of targets) {
      if (target.upstream.name !== override.upstream) continue;
      if (override.kind === "drain") drained.set(target, override.reason);
      else if (override.kind === "cap") caps.set(target, Math.min(override.maxShare, caps.get(target) ?? 1));
      else forced = target;
    }
  }
  return drained.size + caps.size > 0 || forced !== null ? { drained, caps, forced } : null;
}

/** A request of the route has come: each capped target earns its share of one. */
export function earnCaps(targets: readonly PlanTarget[], orders: StandingOrders | null): void {
  for (const target of targets) {
    const share = orders?.caps.get(target);
    target.capCredit = share === undefined ? null : Math.min(maxCapCredit, (target.capCredit ?? 0) + share);
  }
}

/** Why an override keeps a target from being tried; null when none does. `forced`: where everything goes for now. */
export function forbiddenByOrders(
  target: PlanTarget,
  orders: StandingOrders,
  forced: PlanTarget | null,
): Skipped | null {
  const { name } = target.upstream;
  const reason = orders.drained.get(target);
  if (reason !== undefined) return { name, reason: "drained", why: `drained: ${reason}` };
  if (forced !== null && forced !== target) {
    return { name, reason: "not_forced", why: `everything is sent to ${forced.upstream.name}` };
  }
  const share = orders.caps.get(target);
  if (share === undefined || target.capCredit === null || target.capCredit >= 1 - rounding) return null;
  return { name, reason: "capped", why: `capped at ${Math.round(share * 1_000) / 10} % of the route's requests` };
}
