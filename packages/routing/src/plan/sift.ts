import type { TokenEstimate } from "../limits/upstream-estimate.ts";
import type { Skipped } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import { availabilityOf, dueInMs, isBadHealth, skippedBecause } from "./availability.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { PlanTarget } from "./plan-target.ts";
import { excludedByCapabilities } from "./requirement.ts";
import { forbiddenByOrders, type StandingOrders } from "./standing-orders.ts";

/** The targets of a route, told apart by whether they may be tried. */
export type Sifted = {
  /** By priority. */
  readonly available: PlanTarget[];
  /** Skipped for nothing but their health: what panic may try. */
  readonly unhealthy: PlanTarget[];
  readonly skipped: Skipped[];
  /** How many passed requirements and capabilities. */
  eligible: number;
  /** ms until the first of the skipped is due; null when nobody can know. */
  dueInMs: number | null;
};

/** Lets through what requirements, capabilities, overrides and health allow, with a reason for each that stays behind. */
export function sift(
  { targets }: CompiledRoute,
  request: RouteRequest,
  ask: TokenEstimate,
  orders: StandingOrders | null,
  nowMs: number,
): Sifted {
  const sifted: Sifted = { available: [], unhealthy: [], skipped: [], eligible: 0, dueInMs: null };
  const forced = orders === null ? null : forcedNow(orders, request, ask, nowMs);
  for (const target of targets) {
    const excluded = excludedFor(target, request);
    if (excluded !== null) {
      sifted.skipped.push(excluded);
      continue;
    }
    sifted.eligible++;
    const forbidden = orders === null ? null : forbiddenByOrders(target, orders, forced);
    if (forbidden !== null) sifted.skipped.push(forbidden);
    else place(sifted, target, ask, nowMs);
  }
  return sifted;
}

const excludedFor = (target: PlanTarget, request: RouteRequest): Skipped | null =>
  target.excluded ?? excludedByCapabilities(target.upstream, target.upstreamIndex, request);

function place(sifted: Sifted, target: PlanTarget, ask: TokenEstimate, nowMs: number): void {
  const availability = availabilityOf(target, ask, nowMs);
  if (availability === "available") {
    sifted.available.push(target);
    return;
  }
  sifted.skipped.push(skippedBecause(target, availability, ask, nowMs));
  if (isBadHealth(availability)) sifted.unhealthy.push(target);
  const due = dueInMs(target, availability, ask, nowMs);
  if (due !== null) sifted.dueInMs = Math.min(due, sifted.dueInMs ?? due);
}

/** The target that a `force` override sends everything to, while it can serve; null otherwise. */
function forcedNow(
  orders: StandingOrders,
  request: RouteRequest,
  ask: TokenEstimate,
  nowMs: number,
): PlanTarget | null {
  const { forced } = orders;
  if (forced === null || excludedFor(forced, request) !== null) return null;
  if (forbiddenByOrders(forced, orders, forced) !== null) return null;
  return availabilityOf(forced, ask, nowMs) === "available" ? forced : null;
}
