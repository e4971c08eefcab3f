import type { BreakerState } from "@meridian/routing";
import { Gauge, type Registry } from "prom-client";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { LiveEnvironment } from "../live/live-environment.ts";
import { EngineGauges } from "./engine-gauges.ts";
import { otherLabel } from "./request-totals.ts";

/** Upstreams that are shown by name; the in-flight requests of the rest are summed as `other`. */
export const maxUpstreams = 500;
export const maxEnvironments = 200;

const breakerNumber: Readonly<Record<BreakerState["kind"], number>> = { closed: 0, half_open: 1, open: 2 };

/** What is measured of an environment. */
export type MeasuredEnvironment = LiveEnvironment & Pick<ActiveEnvironment, "environmentId" | "name">;

/** The present state of environments and their upstreams. */
export function addEnvironmentMetrics(
  metrics: Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>,
  registry: { all(): Iterable<MeasuredEnvironment> },
  clock: () => number,
): void {
  const ofUpstream = { labelNames: ["environment", "upstream"] as const, registers: [] };
  const ofEnvironment = { labelNames: ["environment"] as const, registers: [] };
  const inFlight = new Gauge({
    name: "meridian_upstream_in_flight",
    help: "Requests sent to the upstream and not finished",
    ...ofUpstream,
  });
  const breaker = new Gauge({
    name: "meridian_upstream_breaker",
    help: "Circuit breaker: 0 closed, 1 half-open, 2 open",
    ...ofUpstream,
  });
  const ejected = new Gauge({
    name: "meridian_upstream_ejected",
    help: "1 while ejected as an outlier",
    ...ofUpstream,
  });
  const failsChecks = new Gauge({
    name: "meridian_upstream_fails_checks",
    help: "1 while it fails its health checks",
    ...ofUpstream,
  });
  const cooling = new Gauge({
    name: "meridian_upstream_cooling_down",
    help: "1 while paused because it said so",
    ...ofUpstream,
  });
  const misconfigured = new Gauge({
    name: "meridian_upstream_misconfigured",
    help: "1 while it refuses the credentials or does not know the model",
    ...ofUpstream,
  });
  const version = new Gauge({
    name: "meridian_config_version",
    help: "Config version that is applied",
    ...ofEnvironment,
  });
  const engines = new EngineGauges();
  const all = [inFlight, breaker, ejected, failsChecks, cooling, misconfigured, ...engines.all, version];
  // Collects for all of them, and so comes first: one scrape shows one moment.
  const info = new Gauge({
    name: "meridian_environment_info",
    help: "Name of each environment",
    labelNames: ["environment", "name"],
    registers: [],
    collect: () => {
      for (const gauge of all) gauge.reset();
      info.reset();
      let upstreams = 0;
      let environments = 0;
      const nowMs = clock();
      for (const { environmentId: environment, name, deployment, table, state } of registry.all()) {
        if (environments++ >= maxEnvironments) continue;
        info.set({ environment, name }, 1);
        if (deployment) version.set({ environment }, deployment.configVersion);
        const views = table ? state.views(nowMs) : [];
        for (const [index, live] of views.entries()) {
          if (upstreams++ >= maxUpstreams) {
            inFlight.inc({ environment: otherLabel, upstream: otherLabel }, live.inFlight);
            continue;
          }
          const upstream = table?.upstreams[index];
          const labels = { environment, upstream: upstream?.name ?? "" };
          inFlight.set(labels, live.inFlight);
          breaker.set(labels, breakerNumber[live.health.breaker.kind]);
          ejected.set(labels, live.health.ejectedUntilMs > nowMs ? 1 : 0);
          failsChecks.set(labels, live.health.failsChecks ? 1 : 0);
          cooling.set(labels, live.health.cooldownUntilMs > nowMs ? 1 : 0);
          misconfigured.set(labels, live.health.misconfigured === null ? 0 : 1);
          if (live.reading) engines.set(labels, live.reading, nowMs);
        }
      }
    },
  });
  for (const gauge of [info, ...all]) metrics.registerMetric(gauge);
}
