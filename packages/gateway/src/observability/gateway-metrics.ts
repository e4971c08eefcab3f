import { Counter, Gauge, Registry, collectDefaultMetrics } from "prom-client";
import type { LeaseState } from "../limits/leases/lease-keeper.ts";
import type { PeerState } from "../peers/peer-exchange.ts";
import type { CellFlusher } from "../records/cell-flusher.ts";
import type { LiveHub } from "../live/live-hub.ts";
import type { RecordWriterState } from "../records/record-writer.ts";
import type { GatewayCounters } from "../server/gateway-counters.ts";
import { addEnvironmentMetrics, type MeasuredEnvironment } from "./environment-metrics.ts";
import type { SignalBoard } from "../signals/signal-board.ts";
import { addSignalMetrics } from "./signal-metrics.ts";
import { addQuotaMetrics, type LimitedEnvironment } from "./quota-metrics.ts";
import { LatencyMetric } from "./latency-metric.ts";
import {
  type LatencyTotals,
  latencyBounds,
  overheadBounds,
  perTokenBounds,
  type RequestTotals,
  type TotalsSeries,
} from "./request-totals.ts";

export type MetricsParts = {
  readonly registry: { all(): Iterable<MeasuredEnvironment & LimitedEnvironment> };
  readonly totals: Pick<RequestTotals, "series">;
  readonly counters: GatewayCounters;
  readonly hub: Pick<LiveHub, "clientCount">;
  readonly flusher: Pick<CellFlusher, "state">;
  /** null without a database: then no record is stored. */
  readonly recordWriter: { readonly state: RecordWriterState } | null;
  /** null when traces go nowhere. */
  readonly telemetry: { readonly queued: number; readonly dropped: number } | null;
  readonly controlPlane: { readonly state: ControlPlaneState } | null;
  /** null for a gateway that keeps limits alone. */
  readonly leases: { readonly state: LeaseState } | null;
  /** null for a gateway that sees no others. */
  readonly peers: { readonly state: PeerState } | null;
  readonly signals: Pick<SignalBoard, "all" | "valueOf">;
  readonly clock: () => number;
  readonly startedAtMs: number;
};

/** How well the gateway hears the control plane. */
export type ControlPlaneState = {
  /** Epoch ms of the last time that it answered; null before the first. */
  readonly lastHeardAtMs: number | null;
  /** Snapshots that were not what the control plane signed, since the process began. */
  readonly refusedSnapshots: number;
  /** Snapshots whose config was rejected, since the process began. */
  readonly rejectedConfigs: number;
};

const labelNames = ["environment", "route", "upstream", "outcome"] as const;

/** All that `/metrics` shows. Values are collected at the scrape. */
export function createGatewayMetrics(parts: MetricsParts): Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE> {
  const metrics = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
  metrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  collectDefaultMetrics({ register: metrics });
  addRequestMetrics(metrics, parts.totals);
  addEnvironmentMetrics(metrics, parts.registry, parts.clock);
  addQuotaMetrics(metrics, parts.registry, parts.counters, parts.clock);
  addSignalMetrics(metrics, parts.registry, parts.signals, parts.clock);
  addProcessMetrics(metrics, parts);
  return metrics;
}

function addRequestMetrics(
  metrics: Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>,
  totals: MetricsParts["totals"],
): void {
  const counted = (name: string, help: string, value: (series: TotalsSeries) => number): void => {
    const counter = new Counter({
      name: `meridian_${name}_total`,
      help,
      labelNames,
      registers: [metrics],
      collect: () => {
        counter.reset();
        for (const series of totals.series) {
          const { environment, route, upstream, outcome } = series;
          counter.inc({ environment, route, upstream, outcome }, value(series));
        }
      },
    });
  };
  counted("requests", "Requests that ended, by how they ended for their caller", (series) => series.requests);
  counted("attempts", "Upstream calls of the requests that ended", (series) => series.attempts);
  counted("retries", "Upstream calls that asked the same upstream again", (series) => series.retries);
  counted("failovers", "Upstream calls that asked another upstream", (series) => series.failovers);
  counted("hedges", "Upstream calls beside one that was slow to begin", (series) => series.hedges);
  counted("input_tokens", "Tokens sent to upstreams", (series) => series.inputTokens);
  counted("output_tokens", "Tokens that upstreams generated", (series) => series.outputTokens);
  counted("cost_usd", "Cost by the prices of the config, USD", (series) => series.costNanoUsd / 1e9);
  const timed = (
    name: string,
    help: string,
    bounds: readonly number[],
    pick: (series: TotalsSeries) => LatencyTotals,
  ): void =>
    metrics.registerMetric(new LatencyMetric({ name: `meridian_${name}_seconds`, help, bounds }, totals, pick));
  timed("request_duration", "Request received to reply ended", latencyBounds, (series) => series.duration);
  timed(
    "first_token",
    "Request received to first token relayed, streams only",
    latencyBounds,
    (series) => series.firstToken,
  );
  timed(
    "output_token",
    "Mean time of an output token after the first, whole streams only",
    perTokenBounds,
    (series) => series.perToken,
  );
  timed(
    "router_overhead",
    "Request received to first upstream call, and last upstream call ended to reply ended",
    overheadBounds,
    (series) => series.overhead,
  );
}

function addProcessMetrics(metrics: Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>, parts: MetricsParts): void {
  const gauge = (name: string, help: string, value: () => number): void => {
    const collect = (): void => metric.set(value());
    const metric: Gauge = new Gauge({ name: `meridian_${name}`, help, registers: [metrics], collect });
  };
  const counter = (name: string, help: string, value: () => number): void => {
    const metric = new Counter({
      name: `meridian_${name}_total`,
      help,
      registers: [metrics],
      collect: () => {
        metric.reset();
        metric.inc(value());
      },
    });
  };
  const { counters, flusher, hub, recordWriter, telemetry, controlPlane, leases, peers } = parts;
  gauge("requests_in_flight", "Requests received and not yet answered in full", () => counters.requestsInFlight);
  gauge("requests_waiting", "Requests that wait until an upstream has cooled down", () => counters.requestsWaiting);
  gauge("body_bytes_held", "Bytes of the bodies of requests in flight", () => counters.bodyBytesHeld);
  gauge("streams_open", "Streams being relayed", () => counters.streamsOpen);
  counter("refused_at_door", "Requests that no endpoint took", () => counters.refusedAtDoor);
  counter("relayed_bytes", "Bytes of upstream replies relayed", () => counters.bytesRelayed);
  counter("stream_pauses", "Times an upstream was paused for a slow caller", () => counters.pauses);
  gauge("live_clients", "Subscribers of the live feed", () => hub.clientCount);
  if (recordWriter) {
    gauge("records_queued", "Request records that wait to be written", () => recordWriter.state.queued);
    counter("records_written", "Request records written", () => recordWriter.state.written);
    counter(
      "records_dropped",
      "Request records lost because the queue was full",
      () => recordWriter.state.dropped + counters.recordsDropped,
    );
    counter("records_refused", "Request records that the store refused", () => recordWriter.state.refused);
    gauge("cells_pending", "Metric cells that wait to be written", () => flusher.state.pending);
    counter("cells_dropped", "Metric cells lost because too many waited", () => flusher.state.dropped);
  }
  if (telemetry) {
    gauge("telemetry_queued", "Records that wait to be sent by OTLP", () => telemetry.queued);
    counter("telemetry_dropped", "Records whose spans reached nobody", () => telemetry.dropped);
  }
  if (leases) {
    gauge("limit_leases_connected", "1 while Redis answers; 0: limits are kept by local shares", () =>
      leases.state.connected ? 1 : 0,
    );
    gauge("limit_gateways", "Gateways that keep limits together, as last heard", () => leases.state.gateways);
    counter("limit_lease_exchanges", "Exchanges with Redis that succeeded", () => leases.state.exchanges);
    counter("limit_lease_failures", "Exchanges with Redis that failed", () => leases.state.failures);
    counter(
      "limit_lease_refusals",
      "Times that too little was leased of a limit that had room",
      () => leases.state.refusals,
    );
  }
  if (peers) {
    gauge("peers", "Other gateways that were heard in the last 2 s", () => peers.state.gateways);
    gauge("peers_unheard", "Gateways beyond the 64 that are listened to", () => peers.state.unheardGateways);
    counter("peer_messages_sent", "Messages to other gateways about what is in flight", () => peers.state.sent);
    counter("peer_messages_unsent", "Messages that Redis did not take", () => peers.state.unsent);
    counter("peer_messages_heard", "Messages of other gateways", () => peers.state.heard);
    counter("peer_messages_refused", "Messages that were too long or not understood", () => peers.state.notUnderstood);
    counter("peer_prompts_dropped", "Prompts that no message had room for", () => peers.state.promptsDropped);
    counter("peer_prompts_unsent", "Prompts of messages that Redis did not take", () => peers.state.promptsUnsent);
  }
  if (controlPlane) {
    const since = (): number => parts.clock() - (controlPlane.state.lastHeardAtMs ?? parts.startedAtMs);
    gauge("snapshot_age_seconds", "Since the control plane last answered, or the process began", () => since() / 1_000);
    counter("snapshots_refused", "Snapshots with a bad signature or form", () => controlPlane.state.refusedSnapshots);
    counter(
      "configs_rejected",
      "Published configs that could not be applied",
      () => controlPlane.state.rejectedConfigs,
    );
  }
}
