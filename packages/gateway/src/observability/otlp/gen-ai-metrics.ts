import type { Attributes, Histogram, Meter } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE } from "@opentelemetry/semantic-conventions";
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_TOKEN_TYPE,
  METRIC_GEN_AI_CLIENT_OPERATION_DURATION,
  METRIC_GEN_AI_CLIENT_TOKEN_USAGE,
  METRIC_GEN_AI_SERVER_REQUEST_DURATION,
  METRIC_GEN_AI_SERVER_TIME_PER_OUTPUT_TOKEN,
  METRIC_GEN_AI_SERVER_TIME_TO_FIRST_TOKEN,
} from "@opentelemetry/semantic-conventions/incubating";
import type { RequestRecord } from "@meridian/metrics";
import { perTokenMsOf } from "../request-totals.ts";
import { errorTypeOf, operationOf } from "./gen-ai-names.ts";
import type { ProviderOf } from "./request-spans.ts";

// The buckets that the conventions ask for.
const durations = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const firstTokens = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const perToken = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

/**
 * The conventions' metrics of what the gateway serves (`server`) and of what it asks of upstreams (`client`). Attributes
 * come from the config alone: the model, which they would like too, is a caller's text.
 */
export class GenAiMetrics {
  readonly #requests: Histogram;
  readonly #firstToken: Histogram;
  readonly #perToken: Histogram;
  readonly #operations: Histogram;
  readonly #tokens: Histogram;
  readonly #providerOf: ProviderOf;

  constructor(meter: Meter, providerOf: ProviderOf) {
    const seconds = (name: string, explicitBucketBoundaries: number[]): Histogram =>
      meter.createHistogram(name, { unit: "s", advice: { explicitBucketBoundaries } });
    this.#requests = seconds(METRIC_GEN_AI_SERVER_REQUEST_DURATION, durations);
    this.#firstToken = seconds(METRIC_GEN_AI_SERVER_TIME_TO_FIRST_TOKEN, firstTokens);
    this.#perToken = seconds(METRIC_GEN_AI_SERVER_TIME_PER_OUTPUT_TOKEN, perToken);
    this.#operations = seconds(METRIC_GEN_AI_CLIENT_OPERATION_DURATION, durations);
    const advice = { explicitBucketBoundaries: tokens };
    this.#tokens = meter.createHistogram(METRIC_GEN_AI_CLIENT_TOKEN_USAGE, { unit: "{token}", advice });
    this.#providerOf = providerOf;
  }

  count(record: RequestRecord): void {
    const of: Attributes = {
      [ATTR_GEN_AI_OPERATION_NAME]: operationOf(record.endpoint),
      ...(record.environmentId ? { "meridian.environment": record.environmentId } : {}),
      ...(record.route === null ? {} : { "meridian.route": record.route }),
    };
    this.#requests.record(record.durationMs / 1_000, withError(of, record.errorCode));
    if (record.firstTokenMs !== null) this.#firstToken.record(record.firstTokenMs / 1_000, of);
    const perTokenMs = perTokenMsOf(record);
    if (perTokenMs !== null) this.#perToken.record(perTokenMs / 1_000, of);
    for (const attempt of record.details.attempts) {
      const { upstream, startedAtMs, endedAtMs } = attempt;
      const at = { ...of, ...this.#upstream(record, upstream) };
      this.#operations.record((endedAtMs - startedAtMs) / 1_000, withError(at, errorTypeOf(attempt)));
    }
    if (record.upstream === null) return;
    const at = { ...of, ...this.#upstream(record, record.upstream) };
    for (const [type, count] of [
      ["input", record.inputTokens],
      ["output", record.outputTokens],
    ] as const) {
      if (count > 0) this.#tokens.record(count, { ...at, [ATTR_GEN_AI_TOKEN_TYPE]: type });
    }
  }

  #upstream({ environmentId }: RequestRecord, upstream: string): Attributes {
    const provider = this.#providerOf(environmentId, upstream);
    return { "meridian.upstream": upstream, ...(provider === null ? {} : { [ATTR_GEN_AI_PROVIDER_NAME]: provider }) };
  }
}

function withError(attributes: Attributes, type: string | null): Attributes {
  return type === null ? attributes : { ...attributes, [ATTR_ERROR_TYPE]: type };
}
