import type { LimitKind, RoutingState, ScopeUsage } from "@meridian/routing";
import { Counter, Gauge, type Registry } from "prom-client";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { limitWord } from "../limits/limit-word.ts";
import type { GatewayCounters } from "../server/gateway-counters.ts";
import { maxEnvironments, maxUpstreams } from "./environment-metrics.ts";

/** What is read of an environment's limits. */
export type LimitedEnvironment = Pick<ActiveEnvironment, "environmentId" | "table" | "workspaceUsage"> & {
  readonly state: Pick<RoutingState, "upstreamUsage" | "routeUsage">;
};

/** How much of each limit is used up, and what was refused for it. Keys are not shown one by one: there may be any number. */
export function addQuotaMetrics(
  metrics: Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>,
  registry: { all(): Iterable<LimitedEnvironment> },
  counters: Pick<GatewayCounters, "refusedByLimit">,
  clock: () => number,
): void {
  const workspaces = new Gauge({
    name: "meridian_workspace_quota_used_ratio",
    help: "Used of each limit of the environment's workspace",
    labelNames: ["environment", "limit"],
    registers: [],
  });
  const routes = new Gauge({
    name: "meridian_route_quota_used_ratio",
    help: "Used of each limit of the route",
    labelNames: ["environment", "route", "limit"],
    registers: [],
  });
  const upstreams = new Gauge({
    name: "meridian_upstream_quota_used_ratio",
    help: "Used of each limit of the upstream",
    labelNames: ["environment", "upstream", "limit"],
    registers: [],
    // Collects for all of them, and so comes first: one scrape shows one moment.
    collect: () => {
      for (const gauge of [workspaces, routes, upstreams]) gauge.reset();
      const nowMs = clock();
      let shown = 0;
      let environments = 0;
      for (const { environmentId: environment, table, state, workspaceUsage } of registry.all()) {
        if (environments++ >= maxEnvironments) return;
        for (const [limit, share] of sharesOf(workspaceUsage, nowMs)) workspaces.set({ environment, limit }, share);
        if (!table) continue;
        for (const { name: route } of table.routes.slice(0, maxUpstreams)) {
          for (const [limit, share] of sharesOf(state.routeUsage(table, route), nowMs))
            routes.set({ environment, route, limit }, share);
        }
        for (const [index, { name: upstream }] of table.upstreams.entries()) {
          if (shown++ >= maxUpstreams) break;
          for (const [limit, share] of sharesOf(state.upstreamUsage(index), nowMs))
            upstreams.set({ environment, upstream, limit }, share);
        }
      }
    },
  });
  const refused = new Counter({
    name: "meridian_limit_refusals_total",
    help: "Requests refused by a limit of their workspace, key or route",
    labelNames: ["scope", "limit"],
    registers: [],
    collect: () => {
      refused.reset();
      for (const [scope, byLimit] of Object.entries(counters.refusedByLimit)) {
        for (const [limit, count] of Object.entries(byLimit) as [LimitKind, number][])
          refused.inc({ scope, limit: limitWord[limit] }, count);
      }
    },
  });
  for (const metric of [upstreams, routes, workspaces, refused]) metrics.registerMetric(metric);
}

const sharesOf = (usage: ScopeUsage | null, nowMs: number): (readonly [limit: string, share: number])[] =>
  (usage?.usedShares(nowMs) ?? []).map(({ limit, share }) => [limitWord[limit], share] as const);
