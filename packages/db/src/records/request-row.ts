import type { RequestDetails, RequestRecord } from "@meridian/metrics";
import type { ColumnType } from "./binary-array.ts";
import type { RequestSummary } from "./request-summary.ts";
import { attemptsOf, planOf, type StoredAttempts, type StoredPlan } from "./stored-details.ts";

export type ReadColumn = (record: RequestRecord) => string | number | boolean | null;

/**
 * Column → type that it is sent as → field of the record → how it is read, in one order for writing and reading. Whole numbers
 * are sent as large as they can be: those that a column has no room for Postgres refuses. Reading by a name that varies cost more
 * than writing a batch.
 */
export const requestColumns = [
  ["id", "uuid", "id", (record) => record.id],
  ["environment_id", "uuid", "environmentId", (record) => record.environmentId],
  ["gateway_instance_id", "uuid", "gatewayInstanceId", (record) => record.gatewayInstanceId],
  ["endpoint", "text", "endpoint", (record) => record.endpoint],
  ["stream", "boolean", "stream", (record) => record.stream],
  ["key_id", "text", "keyId", (record) => record.keyId],
  ["key_name", "text", "keyName", (record) => record.keyName],
  ["requested_model", "text", "requestedModel", (record) => record.requestedModel],
  ["route", "text", "route", (record) => record.route],
  ["upstream", "text", "upstream", (record) => record.upstream],
  ["config_version", "bigint", "configVersion", (record) => record.configVersion],
  ["deployment_id", "uuid", "deploymentId", (record) => record.deploymentId],
  ["prompt_variant", "text", "promptVariant", (record) => record.promptVariant],
  ["caller_region", "text", "callerRegion", (record) => record.callerRegion],
  ["outcome", "text", "outcome", (record) => record.outcome],
  ["status", "bigint", "status", (record) => record.status],
  ["error_code", "text", "errorCode", (record) => record.errorCode],
  ["attempt_count", "bigint", "attemptCount", (record) => record.attemptCount],
  ["first_token_ms", "double precision", "firstTokenMs", (record) => record.firstTokenMs],
  ["duration_ms", "double precision", "durationMs", (record) => record.durationMs],
  ["input_tokens", "bigint", "inputTokens", (record) => record.inputTokens],
  ["cached_input_tokens", "bigint", "cachedInputTokens", (record) => record.cachedInputTokens],
  ["output_tokens", "bigint", "outputTokens", (record) => record.outputTokens],
  ["tokens_estimated", "boolean", "tokensEstimated", (record) => record.tokensEstimated],
  ["cost_nano_usd", "bigint", "costNanoUsd", (record) => record.costNanoUsd],
  ["trace_id", "text", "traceId", (record) => record.traceId],
  ["session_hash", "text", "sessionHash", (record) => record.sessionHash],
] as const satisfies readonly (readonly [string, ColumnType, keyof RequestRecord, ReadColumn])[];

export const requestNames = requestColumns.map(([column]) => column).join(", ");

export type RequestRow = Readonly<Record<string, unknown>> & { readonly started_at: Date };

/** pg gives bigint as text; every figure here stays below 2^53. */
export function summaryOf(row: RequestRow): RequestSummary {
  const fields: Record<string, unknown> = { startedAtMs: row.started_at.getTime() };
  for (const [column, , field] of requestColumns) fields[field] = row[column];
  fields["costNanoUsd"] = Number(row["cost_nano_usd"]);
  return fields as RequestSummary;
}

export type DetailsRow = {
  readonly plan: StoredPlan;
  readonly attempts: StoredAttempts;
  readonly gave_up: RequestDetails["gaveUp"];
  readonly error_message: string | null;
};

export const detailsOf = (row: DetailsRow): RequestDetails => ({
  plan: planOf(row.plan),
  attempts: attemptsOf(row.attempts),
  gaveUp: row.gave_up,
  errorMessage: row.error_message,
});
