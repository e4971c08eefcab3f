import type { RequestDetails, RequestRecord } from "@meridian/metrics";
import type { RequestSummary } from "./request-summary.ts";

/** Column → SQL type → field of the record, in one order for writing and reading. */
export const requestColumns = [
  ["id", "uuid", "id"],
  ["environment_id", "uuid", "environmentId"],
  ["gateway_instance_id", "uuid", "gatewayInstanceId"],
  ["endpoint", "text", "endpoint"],
  ["stream", "boolean", "stream"],
  ["key_id", "text", "keyId"],
  ["key_name", "text", "keyName"],
  ["requested_model", "text", "requestedModel"],
  ["route", "text", "route"],
  ["upstream", "text", "upstream"],
  ["config_version", "integer", "configVersion"],
  ["deployment_id", "uuid", "deploymentId"],
  ["prompt_variant", "text", "promptVariant"],
  ["caller_region", "text", "callerRegion"],
  ["outcome", "text", "outcome"],
  ["status", "smallint", "status"],
  ["error_code", "text", "errorCode"],
  ["attempt_count", "smallint", "attemptCount"],
  ["first_token_ms", "double precision", "firstTokenMs"],
  ["duration_ms", "double precision", "durationMs"],
  ["input_tokens", "integer", "inputTokens"],
  ["cached_input_tokens", "integer", "cachedInputTokens"],
  ["output_tokens", "integer", "outputTokens"],
  ["tokens_estimated", "boolean", "tokensEstimated"],
  ["cost_nano_usd", "bigint", "costNanoUsd"],
  ["trace_id", "text", "traceId"],
  ["session_hash", "text", "sessionHash"],
] as const satisfies readonly (readonly [string, string, keyof RequestRecord])[];

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
  readonly plan: RequestDetails["plan"];
  readonly attempts: RequestDetails["attempts"];
  readonly gave_up: RequestDetails["gaveUp"];
  readonly error_message: string | null;
};

export const detailsOf = (row: DetailsRow): RequestDetails => ({
  plan: row.plan,
  attempts: row.attempts,
  gaveUp: row.gave_up,
  errorMessage: row.error_message,
});
