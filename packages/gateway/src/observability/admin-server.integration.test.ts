import { ScopeUsage, type UpstreamLive, type UsageLimits } from "@meridian/routing";
import { describe, expect, it, onTestFinished } from "vitest";
import { aRecord } from "@meridian/metrics/testing";
import { listenOn } from "../listen-on.ts";
import { GatewayCounters } from "../server/gateway-counters.ts";
import { createAdminServer } from "./admin-server.ts";
import { createGatewayMetrics } from "./gateway-metrics.ts";
import { RequestTotals } from "./request-totals.ts";
import { SignalBoard } from "../signals/signal-board.ts";
import { SignalRequests } from "../signals/signal-requests.ts";

const upstream = (fields: Partial<UpstreamLive["health"]> = {}): UpstreamLive => ({
  inFlight: 3,
  outstandingTokens: 0,
  firstTokenMs: null,
  perTokenMs: null,
  health: {
    breaker: { kind: "open", untilMs: 9, because: "error_rate" },
    ejectedUntilMs: 0,
    cooldownUntilMs: 2_000_000,
    misconfigured: null,
    warmth: 1,
    ...fields,
  },
});

/** A usage with this many requests of 4 a minute begun, of which none has ended. */
const begun = (count: number, more: UsageLimits = {}): ScopeUsage => {
  const usage = new ScopeUsage();
  usage.adopt({ requestsPerMinute: 4, ...more });
  for (let n = 0; n < count; n += 1) usage.enter(1_000_000);
  return usage;
};

async function adminServer(world: { ready: boolean; stopping: boolean }) {
  const totals = new RequestTotals();
  const environment = {
    environmentId: "env-1",
    name: "production",
    deployment: { id: "dep-1", configVersion: 12 },
    appliedAtMs: 0,
    table: { language: 1, upstreams: [{ name: "east-1" }], routes: [{ name: "chat" }] } as never,
    workspaceUsage: begun(1),
    state: {
      views: () => [upstream()],
      view: () => upstream(),
      takeAttempts: () => [],
      routeUsage: () => begun(2),
      upstreamUsage: () => begun(3, { inFlight: 12 }),
    },
  };
  const counters = new GatewayCounters();
  const board = new SignalBoard();
  const metrics = createGatewayMetrics({
    registry: { all: () => [environment] },
    totals,
    counters,
    hub: { clientCount: 2 },
    flusher: { state: { pending: 4, dropped: 0 } },
    recordWriter: { state: { queued: 17, written: 5, dropped: 6, refused: 0, storeAvailable: false } },
    telemetry: null,
    leases: null,
    peers: null,
    signals: board,
    controlPlane: { state: { lastHeardAtMs: 940_000, refusedSnapshots: 1, rejectedConfigs: 0 } },
    clock: () => 1_000_000,
    startedAtMs: 900_000,
  });
  const server = createAdminServer({
    metrics,
    ready: () => world.ready,
    stopping: () => world.stopping,
    signals: new SignalRequests({ board, token: null, clock: () => 1_000_000 }),
  });
  const { port } = await listenOn(server, "127.0.0.1", 0);
  onTestFinished(() => void server.close());
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers: { connection: "close" } });
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  };
  return { totals, counters, get };
}

describe("the admin port", () => {
  it("is healthy before it is ready, ready with a table, and not ready any more while it stops", async () => {
    const world = { ready: false, stopping: false };
    const { get } = await adminServer(world);
    expect((await get("/healthz")).status).toBe(200);
    expect(await get("/readyz")).toMatchObject({ status: 503, text: expect.stringContaining("no routing config") });
    world.ready = true;
    expect((await get("/readyz")).status).toBe(200);
    world.stopping = true;
    expect((await get("/readyz")).status).toBe(503);
    expect((await get("/healthz")).status).toBe(200);
  });

  it("answers 404 to other paths and 405 to other methods", async () => {
    const { get } = await adminServer({ ready: true, stopping: false });
    expect((await get("/v1/models")).status).toBe(404);
    expect((await get("/metrics", { method: "POST" })).status).toBe(405);
  });

  it("shows requests as OpenMetrics, with cumulative latency buckets", async () => {
    const { totals, get } = await adminServer({ ready: true, stopping: false });
    totals.accept(aRecord({ durationMs: 120 }));
    totals.accept(aRecord({ durationMs: 80 }));
    const attempt = { upstream: "east-1", headersAtMs: null, firstTokenAtMs: null, status: 200, retryAfterMs: null };
    const failed = { ...attempt, endedAtMs: 30, outcome: "failed", cause: "cut" } as const;
    const attempts = [
      { ...failed, as: "first", startedAtMs: 0.25 },
      { ...failed, as: "retry", startedAtMs: 35 },
      { ...attempt, as: "fallback", startedAtMs: 40, endedAtMs: 119.5, outcome: "completed", cause: null },
    ] as const;
    totals.accept(aRecord({ upstream: "west-1", details: { plan: null, attempts, gaveUp: null, errorMessage: null } }));
    const { type, text } = await get("/metrics");
    expect(type).toContain("application/openmetrics-text; version=1.0.0");
    expect(text.endsWith("# EOF\n")).toBe(true);
    const labels = 'environment="env-1",route="chat",upstream="east-1",outcome="completed"';
    const rescued = labels.replace("east-1", "west-1");
    for (const line of [
      `meridian_requests_total{${labels}} 2`,
      `meridian_output_tokens_total{${labels}} 10`,
      `meridian_request_duration_seconds_bucket{le="0.05",${labels}} 0`,
      `meridian_request_duration_seconds_bucket{le="0.1",${labels}} 1`,
      `meridian_request_duration_seconds_bucket{le="0.25",${labels}} 2`,
      `meridian_request_duration_seconds_bucket{le="+Inf",${labels}} 2`,
      `meridian_request_duration_seconds_count{${labels}} 2`,
      `meridian_request_duration_seconds_sum{${labels}} 0.2`,
      `meridian_output_token_seconds_bucket{le="0.01",${labels}} 1`,
      `meridian_output_token_seconds_sum{${labels}} 0.03`,
      `meridian_retries_total{${rescued}} 1`,
      `meridian_failovers_total{${rescued}} 1`,
      `meridian_router_overhead_seconds_bucket{le="0.0005",${rescued}} 0`,
      `meridian_router_overhead_seconds_bucket{le="0.001",${rescued}} 1`,
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });

  it("shows upstreams, queues and the control plane as they are at the scrape, the second time too", async () => {
    const { counters, get } = await adminServer({ ready: true, stopping: false });
    await get("/metrics");
    counters.requestsInFlight = 8;
    counters.refusedByLimit.key.spend = 5;
    const { text } = await get("/metrics");
    for (const line of [
      'meridian_environment_info{environment="env-1",name="production"} 1',
      'meridian_config_version{environment="env-1"} 12',
      'meridian_upstream_in_flight{environment="env-1",upstream="east-1"} 3',
      'meridian_upstream_breaker{environment="env-1",upstream="east-1"} 2',
      'meridian_upstream_quota_used_ratio{environment="env-1",upstream="east-1",limit="in_flight"} 0.25',
      'meridian_upstream_quota_used_ratio{environment="env-1",upstream="east-1",limit="requests_per_minute"} 0.75',
      'meridian_route_quota_used_ratio{environment="env-1",route="chat",limit="requests_per_minute"} 0.5',
      'meridian_workspace_quota_used_ratio{environment="env-1",limit="requests_per_minute"} 0.25',
      'meridian_limit_refusals_total{scope="key",limit="spend"} 5',
      'meridian_upstream_misconfigured{environment="env-1",upstream="east-1"} 0',
      'meridian_upstream_cooling_down{environment="env-1",upstream="east-1"} 1',
      "meridian_requests_in_flight 8",
      "meridian_records_queued 17",
      "meridian_records_dropped_total 6",
      "meridian_cells_pending 4",
      "meridian_live_clients 2",
      "meridian_snapshot_age_seconds 60",
      "meridian_snapshots_refused_total 1",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });
});
