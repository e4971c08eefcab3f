import { type Attributes, type HrTime, type SpanContext, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
} from "@opentelemetry/semantic-conventions";
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
} from "@opentelemetry/semantic-conventions/incubating";
import type { AttemptRecord, RequestRecord } from "@meridian/metrics";
import { attemptSpanId, requestSpanId, type TraceParent, traceIdOf } from "../../server/trace-parent.ts";
import { errorTypeOf, operationOf } from "./gen-ai-names.ts";

/** The provider of an upstream as the conventions call it; null when the config has it no more. */
export type ProviderOf = (environmentId: string, upstream: string) => string | null;

const scope = { name: "meridian-gateway" };
const sampled = 1;

/** A span of the request, and one of each upstream call below it. Neither holds a prompt, a reply or a credential. */
export function requestSpans(
  record: RequestRecord,
  parent: TraceParent | null,
  resource: Resource,
  providerOf: ProviderOf,
): ReadableSpan[] {
  const traceId = traceIdOf(record.id, parent);
  const context = (spanId: string): SpanContext => ({ traceId, spanId, traceFlags: sampled });
  const own = context(requestSpanId(record.id));
  const method = record.endpoint === "models" ? "GET" : "POST";
  const path = `/v1/${record.endpoint.replaceAll(".", "/")}`;
  const failed = record.status >= 500;
  const request = spanOf({
    name: `${method} ${path}`,
    kind: SpanKind.SERVER,
    context: own,
    parent: parent && { traceId, spanId: parent.spanId, traceFlags: sampled, isRemote: true },
    fromMs: record.startedAtMs,
    toMs: record.startedAtMs + record.durationMs,
    error: failed ? (record.details.errorMessage ?? record.errorCode) : null,
    attributes: { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_HTTP_ROUTE]: path, ...requestAttributes(record) },
    resource,
  });
  const attempts = record.details.attempts.map((attempt, index) =>
    spanOf({
      name: [operationOf(record.endpoint), record.requestedModel].filter(Boolean).join(" "),
      kind: SpanKind.CLIENT,
      context: context(attemptSpanId(record.id, index + 1)),
      parent: own,
      fromMs: record.startedAtMs + attempt.startedAtMs,
      toMs: record.startedAtMs + attempt.endedAtMs,
      error: attempt.outcome === "failed" ? errorTypeOf(attempt) : null,
      attributes: attemptAttributes(record, attempt, providerOf(record.environmentId, attempt.upstream)),
      resource,
    }),
  );
  return [request, ...attempts];
}

function requestAttributes(record: RequestRecord): Attributes {
  return given({
    [ATTR_HTTP_RESPONSE_STATUS_CODE]: record.status,
    [ATTR_ERROR_TYPE]: record.errorCode,
    "meridian.request_id": record.id,
    "meridian.environment": record.environmentId || null,
    "meridian.key": record.keyName,
    "meridian.route": record.route,
    "meridian.upstream": record.upstream,
    "meridian.config_version": record.configVersion,
    "meridian.outcome": record.outcome,
    "meridian.attempts": record.attemptCount,
    "meridian.cost_usd": record.costNanoUsd / 1e9,
  });
}

function attemptAttributes(record: RequestRecord, attempt: AttemptRecord, provider: string | null): Attributes {
  // Usage is the request's: of the call that answered it, or the last.
  const answered = attempt === record.details.attempts.at(-1);
  const firstTokenAtMs = attempt.firstTokenAtMs;
  return given({
    [ATTR_GEN_AI_OPERATION_NAME]: operationOf(record.endpoint),
    [ATTR_GEN_AI_PROVIDER_NAME]: provider,
    [ATTR_GEN_AI_REQUEST_MODEL]: record.requestedModel,
    [ATTR_GEN_AI_REQUEST_STREAM]: record.stream,
    [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]:
      firstTokenAtMs === null ? null : (firstTokenAtMs - attempt.startedAtMs) / 1_000,
    [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: answered ? record.inputTokens : null,
    [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: answered ? record.cachedInputTokens : null,
    [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: answered ? record.outputTokens : null,
    [ATTR_HTTP_RESPONSE_STATUS_CODE]: attempt.status,
    [ATTR_ERROR_TYPE]: errorTypeOf(attempt),
    "meridian.upstream": attempt.upstream,
    "meridian.attempt": attempt.as,
  });
}

function given(values: Readonly<Record<string, string | number | boolean | null>>): Attributes {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function spanOf(about: {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: SpanContext;
  readonly parent: SpanContext | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly error: string | null;
  readonly attributes: Attributes;
  readonly resource: Resource;
}): ReadableSpan {
  const { name, kind, context, parent, fromMs, toMs, error, attributes, resource } = about;
  return {
    name,
    kind,
    spanContext: () => context,
    ...(parent ? { parentSpanContext: parent } : {}),
    startTime: hrTime(fromMs),
    endTime: hrTime(toMs),
    duration: hrTime(toMs - fromMs),
    status: error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes,
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}
