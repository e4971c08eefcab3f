import { affinityKeyOf, type AffinityTrace, stayAtHome, stayWithPrefix } from "../affinity/stay-at-home.ts";
import type { AffinityVerdict } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import { isTimeToWait } from "./availability.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { PlanTarget } from "./plan-target.ts";
import type { Sifted } from "./sift.ts";

/** What keeps a request together with others by a key; null: nothing does, or its prompt alone. */
export function affinityTraceOf({ route, homes }: CompiledRoute, request: RouteRequest): AffinityTrace | null {
  const { affinity } = route;
  const key = homes && affinity ? affinityKeyOf(affinity, route.name, request) : null;
  return key === null || !affinity ? null : { key, ttlMs: affinity.ttlMs, keepsHome: false };
}

/** Puts whoever a request is kept together at before the others of the tier that is tried first. null: the route keeps nothing together. */
export function leadHome(
  { route, homes }: CompiledRoute,
  tier: PlanTarget[],
  trace: AffinityTrace | null,
  request: RouteRequest,
  nowMs: number,
): AffinityVerdict | null {
  if (!route.affinity || (!homes && route.affinity.key.from !== "prefix")) return null;
  const { key } = route.affinity;
  if (key.from === "prefix") return stayWithPrefix(tier, request);
  const what = key.from === "header" ? `\`${key.name}\`` : `its ${key.from}`;
  if (!trace || !homes) return { upstream: null, why: `it has no ${key.from === "header" ? what : key.from}` };
  return stayAtHome(tier, trace, homes, what, nowMs);
}

/** A home that is only full, or told to wait, is a home again in a moment: what it has cached is still there. */
export function keepFullHome(
  { homes, targets }: CompiledRoute,
  { skipped }: Sifted,
  trace: AffinityTrace,
  nowMs: number,
): void {
  const home = homes?.find(trace.key, nowMs) ?? 0;
  const name = targets.find(({ number }) => number === home)?.name;
  const why = skipped.find((each) => each.name === name)?.reason;
  if (why === "max_in_flight" || (why && isTimeToWait(why))) trace.keepsHome = true;
}
