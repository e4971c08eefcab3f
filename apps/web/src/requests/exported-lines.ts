import type { Outputs } from "../trpc/outputs.ts";

export type ExportedRequest = Outputs["requests"]["list"]["requests"][number];

/** Columns in their order: name, and what of a request stands there. Units stand in the names. */
const columns: readonly (readonly [string, (request: ExportedRequest) => string | number | boolean | null])[] = [
  ["started_at", ({ startedAtMs }) => new Date(startedAtMs).toISOString()],
  ["id", ({ id }) => id],
  ["outcome", ({ outcome }) => outcome],
  ["status", ({ status }) => status],
  ["error_code", ({ errorCode }) => errorCode],
  ["endpoint", ({ endpoint }) => endpoint],
  ["stream", ({ stream }) => stream],
  ["route", ({ route }) => route],
  ["model", ({ requestedModel }) => requestedModel],
  ["upstream", ({ upstream }) => upstream],
  ["config_version", ({ configVersion }) => configVersion],
  ["prompt_variant", ({ promptVariant }) => promptVariant],
  ["region", ({ callerRegion }) => callerRegion],
  ["key_id", ({ keyId }) => keyId],
  ["key_name", ({ keyName }) => keyName],
  ["attempts", ({ attemptCount }) => attemptCount],
  ["first_token_ms", ({ firstTokenMs }) => firstTokenMs],
  ["duration_ms", ({ durationMs }) => durationMs],
  ["input_tokens", ({ inputTokens }) => inputTokens],
  ["cached_input_tokens", ({ cachedInputTokens }) => cachedInputTokens],
  ["output_tokens", ({ outputTokens }) => outputTokens],
  ["tokens_estimated", ({ tokensEstimated }) => tokensEstimated],
  ["cost_usd", ({ costNanoUsd }) => (costNanoUsd / 1_000_000_000).toFixed(9)],
  ["session_hash", ({ sessionHash }) => sessionHash],
  ["trace_id", ({ traceId }) => traceId],
];

/** RFC 4180, with a header line. Times are UTC. A text that a spreadsheet would run as a formula begins with an apostrophe. */
export function csvOf(requests: readonly ExportedRequest[]): string {
  const lines = requests.map((request) => columns.map(([, of]) => cellOf(of(request))).join(","));
  return [columns.map(([name]) => name).join(","), ...lines, ""].join("\r\n");
}

/** An array of the same fields, one request a line. */
export function jsonOf(requests: readonly ExportedRequest[]): string {
  const lines = requests.map((request) =>
    JSON.stringify(Object.fromEntries(columns.map(([name, of]) => [name, of(request)]))),
  );
  return lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`;
}

function cellOf(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
