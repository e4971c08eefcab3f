import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from "@opentelemetry/semantic-conventions";
import type { Logger } from "pino";
import type { EnvironmentRegistry } from "../../environments/environment-registry.ts";
import { conventionalProvider } from "./gen-ai-names.ts";
import { GenAiMetrics } from "./gen-ai-metrics.ts";
import { OtlpSink } from "./otlp-sink.ts";
import { type ProviderOf, requestSpans } from "./request-spans.ts";

const metricsEveryMs = 15_000;

export type Telemetry = {
  readonly sink: OtlpSink;
  /** Sends what is left. */
  stop(): Promise<void>;
};

/**
 * Traces and metrics by OTLP over HTTP to `endpoint`. Credentials, time limits, compression and attributes of the
 * resource are taken from the variables that OpenTelemetry gives them (`OTEL_EXPORTER_OTLP_HEADERS`,
 * `OTEL_SERVICE_NAME`, …).
 */
export function startTelemetry(parts: {
  readonly endpoint: string;
  readonly registry: Pick<EnvironmentRegistry, "get">;
  readonly instanceId: string;
  readonly version: string;
  readonly log: Logger;
}): Telemetry {
  const { endpoint, registry, instanceId, version, log } = parts;
  const about = {
    [ATTR_SERVICE_NAME]: "meridian-gateway",
    [ATTR_SERVICE_VERSION]: version,
    [ATTR_SERVICE_INSTANCE_ID]: instanceId,
  };
  const resource = defaultResource()
    .merge(resourceFromAttributes(about))
    .merge(detectResources({ detectors: [envDetector] }));
  const providerOf: ProviderOf = (environmentId, name) => {
    const upstream = registry.get(environmentId)?.table?.upstreams.find((one) => one.name === name);
    return upstream ? conventionalProvider(upstream.provider) : null;
  };
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` }),
    exportIntervalMillis: metricsEveryMs,
  });
  const meters = new MeterProvider({ resource, readers: [reader] });
  const metrics = new GenAiMetrics(meters.getMeter("meridian-gateway", version), providerOf);
  const sink = new OtlpSink({
    exporter,
    spansOf: (record, parent) => requestSpans(record, parent, resource, providerOf),
    count: (record) => metrics.count(record),
    log,
  });
  sink.start();
  return {
    sink,
    async stop() {
      sink.stop();
      await sink.flush();
      await Promise.all([exporter.shutdown(), meters.shutdown()]).catch((error: unknown) => {
        log.warn({ err: error }, "the last traces or metrics could not be sent");
      });
    },
  };
}
