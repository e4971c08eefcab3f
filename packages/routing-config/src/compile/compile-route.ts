import type {
  CallerIdentity,
  OutlierEjectionOptions,
  RetryOptions,
  Route,
  RouteMatch,
  Timeouts,
} from "@meridian/routing";
import { languageDefaults } from "../defaults.ts";
import { compileRouteLimits } from "./compile-limits.ts";
import { compileObjectives, compilePolicy } from "./compile-policy.ts";
import { compileHeaders, compileRules } from "./compile-rules.ts";
import type { RoutingDocument } from "../schema/document.ts";
import type { RouteDocument } from "../schema/route.ts";

/** One route with every default filled in. Targets of unknown upstreams are left out: the checker refuses them before. */
export const compileRoute = (
  name: string,
  route: RouteDocument,
  defaults: RoutingDocument["defaults"],
  upstreamIndexes: ReadonlyMap<string, number>,
): Route => ({
  name,
  description: route.description ?? null,
  match: compileMatch(name, route.match),
  policy: compilePolicy(route.policy),
  ...compileObjectives(route.objectives),
  targets: route.targets.flatMap(({ upstream, priority, weight }) => {
    const index = upstreamIndexes.get(upstream);
    const standard = languageDefaults.target;
    return index === undefined
      ? []
      : [{ upstream: index, priority: priority ?? standard.priority, weight: weight ?? standard.weight }];
  }),
  requirements: { tags: route.requirements?.tags ?? [], regions: route.requirements?.regions ?? [] },
  outlierEjection: compileOutlierEjection(route.outlier_ejection),
  ...compileAffinity(route.affinity),
  ...compileCanary(route, upstreamIndexes),
  ...compileRules(route),
  retry: compileRetry(route.retry, defaults?.retry),
  ...compileHedge(route.hedge),
  timeouts: compileTimeouts(route.timeouts, defaults?.timeouts),
  ...compileRouteLimits(route),
});

const compileMatch = (name: string, match: RouteDocument["match"]): RouteMatch => ({
  models: match?.models ?? [name],
  keys: match?.keys ?? null,
  tags: match?.tags ?? null,
  headers: match?.headers === undefined ? null : compileHeaders(match.headers),
});

const compileOutlierEjection = (options: RouteDocument["outlier_ejection"]): OutlierEjectionOptions | null => {
  if (options === undefined) return null;
  const standard = languageDefaults.outlierEjection;
  return {
    maxEjectionShare: options.max_ejection_percent ?? standard.maxEjectionShare,
    baseEjectionMs: options.base_ejection ?? standard.baseEjectionMs,
  };
};

const compileAffinity = (given: RouteDocument["affinity"]): Pick<Route, "affinity"> => {
  if (given === undefined) return {};
  const ttlMs = given.ttl ?? languageDefaults.affinity.ttlMs;
  const { key } = given;
  if (key === "session" || key === "user" || key === "prefix") return { affinity: { key: { from: key }, ttlMs } };
  return { affinity: { key: { from: "header", name: key.replace(/^header:/, "") }, ttlMs } };
};

/** Who callers are stands in the table where it is written, or asked for. */
const compileCanary = (
  { canary, sticky_key }: RouteDocument,
  upstreamIndexes: ReadonlyMap<string, number>,
): Pick<Route, "canary" | "stickyKey"> => {
  const upstream = canary && upstreamIndexes.get(canary.upstream);
  const keys = sticky_key ?? (canary === undefined ? undefined : languageDefaults.stickyKey);
  return {
    ...(keys === undefined ? {} : { stickyKey: keys.map(compileIdentity) }),
    ...(canary === undefined || upstream === undefined ? {} : { canary: { upstream, share: canary.share } }),
  };
};

const compileIdentity = (written: string): CallerIdentity =>
  written === "user" || written === "session" || written === "gateway_key"
    ? { from: written }
    : { from: "header", name: written.replace(/^header:/, "") };

const compileHedge = (given: RouteDocument["hedge"]): Pick<Route, "hedge"> =>
  given === undefined
    ? {}
    : { hedge: { after: given.after, maxExtraShare: given.max_extra_share ?? languageDefaults.hedge.maxExtraShare } };

const compileRetry = (own: RouteDocument["retry"], shared: RouteDocument["retry"]): RetryOptions => {
  const standard = languageDefaults.retry;
  return {
    maxAttempts: own?.max_attempts ?? shared?.max_attempts ?? standard.maxAttempts,
    retryOn: own?.retry_on ?? shared?.retry_on ?? [...standard.retryOn],
    maxRetryShare: own?.max_retry_share ?? shared?.max_retry_share ?? standard.maxRetryShare,
  };
};

const compileTimeouts = (own: RouteDocument["timeouts"], shared: RouteDocument["timeouts"]): Timeouts => {
  const standard = languageDefaults.timeouts;
  return {
    connectMs: own?.connect ?? shared?.connect ?? standard.connectMs,
    firstTokenMs: own?.first_token ?? shared?.first_token ?? standard.firstTokenMs,
    idleMs: own?.idle ?? shared?.idle ?? standard.idleMs,
    responseMs: own?.response ?? shared?.response ?? standard.responseMs,
    totalMs: own?.total ?? shared?.total ?? standard.totalMs,
  };
};
