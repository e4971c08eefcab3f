import { type EjectionPlace, RouteEjections } from "../health/route-ejections.ts";
import type { AffinityHomes } from "../affinity/affinity-homes.ts";
import type { RoutePolicy } from "../policies/policy.ts";
import { routePolicyOf } from "../policies/route-policies.ts";
import type { ScopeUsage } from "../limits/scope-usage.ts";
import type { Route, RoutingTable } from "../routing-table.ts";
import type { UpstreamState } from "../state/upstream-state.ts";
import { selects } from "../matching/select-upstreams.ts";
import { CanaryDraw } from "./canary-draw.ts";
import { CompiledRule } from "../rules/compiled-rule.ts";
import type { MeasuredTests } from "../rules/measured-tests.ts";
import { PlanTarget } from "./plan-target.ts";
import { excludedByRequirements } from "./requirement.ts";

/** A route laid out for planning: targets by priority, requirements decided, round-robin credits and ejections carried over. */
export type CompiledRoute = {
  readonly route: Route;
  readonly policy: RoutePolicy;
  /** Where its requests live that are kept together; null where none are, or where they are by what they begin with. */
  readonly homes: AffinityHomes | null;
  /** By priority, then in document order. */
  readonly targets: readonly PlanTarget[];
  readonly ejections: RouteEjections | null;
  readonly rules: readonly CompiledRule[];
  /** null where no upstream is tried out. */
  readonly canary: CanaryDraw | null;
  /** What its requests use up. */
  readonly usage: ScopeUsage;
};

/** Makes the place that an upstream has in the ejections of a route. */
export type PlaceOf = (state: UpstreamState, where: string) => EjectionPlace;

/** Whether what it keeps together is known by a key, and not by the prompt itself. */
export const remembersHomes = ({ affinity }: Route): boolean =>
  affinity !== undefined && affinity.key.from !== "prefix";

/** Lays a route out over the states of its upstreams. `before`: the same route in the table that is replaced. */
export function compileRoute(
  route: Route,
  table: RoutingTable,
  states: readonly UpstreamState[],
  usage: ScopeUsage,
  before: CompiledRoute | undefined,
  placeOf: PlaceOf,
  homes: AffinityHomes | null,
  measured: MeasuredTests,
): CompiledRoute {
  const targets: PlanTarget[] = [];
  const places: EjectionPlace[] = [];
  const byPriority = [...route.targets].sort((a, b) => a.priority - b.priority);
  for (const target of byPriority) {
    const upstream = table.upstreams[target.upstream];
    const state = states[target.upstream];
    if (!upstream || !state)
      throw new Error(`Route ${route.name} points at upstream ${target.upstream}, which the table does not have`);
    const was = before?.targets.find((old) => old.state === state && old.priority === target.priority);
    const place = route.outlierEjection && (was?.ejection ?? placeOf(state, `${route.name}|${target.priority}`));
    if (place) places.push(place);
    const excluded = excludedByRequirements(route.requirements, upstream);
    const whenSpent = route.spendLimit?.whenExhausted;
    const preferred = whenSpent?.kind === "prefer" && selects(whenSpent.upstreams, upstream);
    const compiled = new PlanTarget(target, upstream, state, excluded, place, preferred);
    if (was && before?.route.policy.kind === route.policy.kind) compiled.credit = was.credit;
    targets.push(compiled);
  }
  const spendRefuses = route.spendLimit?.whenExhausted.kind === "block";
  usage.adopt({ ...route.limits, spend: route.spendLimit }, { spendRefuses });
  const ejections = route.outlierEjection && new RouteEjections(route.outlierEjection, places);
  return {
    route,
    policy: routePolicyOf(route.policy),
    homes: remembersHomes(route) ? homes : null,
    targets,
    ejections,
    rules: rulesOf(route, table, states, targets, usage, measured),
    canary: canaryOf(route, targets, before?.canary ?? null),
    usage,
  };
}

function rulesOf(
  { name, rules = [] }: Route,
  { upstreams }: RoutingTable,
  states: readonly UpstreamState[],
  targets: readonly PlanTarget[],
  routeUsage: ScopeUsage,
  measured: MeasuredTests,
): readonly CompiledRule[] {
  if (rules.length === 0) return [];
  const measures = rules.some(({ when }) => when.measured !== undefined);
  const all = (measures ? upstreams : []).map((upstream, index) => ({ upstream, state: states[index]! }));
  return rules.map((rule) => {
    const tests = rule.when.measured?.map((each) => measured.of(each, name, { all, targets, routeUsage })) ?? [];
    return new CompiledRule(rule, targets, tests);
  });
}

function canaryOf(route: Route, targets: readonly PlanTarget[], before: CanaryDraw | null): CanaryDraw | null {
  const { canary } = route;
  const target = canary && targets.find(({ upstreamIndex }) => upstreamIndex === canary.upstream);
  return canary && target ? new CanaryDraw(target, canary.share, route, before) : null;
}
