import type { ServerResponse } from "node:http";
import type { ApiError, ErrorFormat } from "@meridian/chat-protocol";
import type { GatewayError, GatewayErrorCode } from "../errors.ts";

/** Codes inside, statuses outside: the one place where they meet. */
const answers: Record<GatewayErrorCode, { readonly status: number; readonly type: string }> = {
  invalid_http: { status: 400, type: "invalid_request_error" },
  invalid_json: { status: 400, type: "invalid_request_error" },
  invalid_request: { status: 400, type: "invalid_request_error" },
  invalid_header: { status: 400, type: "invalid_request_error" },
  not_capable: { status: 400, type: "invalid_request_error" },
  unsupported_field: { status: 400, type: "invalid_request_error" },
  upstream_rejected: { status: 400, type: "invalid_request_error" },
  missing_api_key: { status: 401, type: "authentication_error" },
  invalid_api_key: { status: 401, type: "authentication_error" },
  expired_api_key: { status: 401, type: "authentication_error" },
  route_forbidden: { status: 403, type: "permission_error" },
  model_not_found: { status: 404, type: "invalid_request_error" },
  unknown_path: { status: 404, type: "invalid_request_error" },
  method_not_allowed: { status: 405, type: "invalid_request_error" },
  body_timeout: { status: 408, type: "invalid_request_error" },
  body_too_large: { status: 413, type: "invalid_request_error" },
  unsupported_encoding: { status: 415, type: "invalid_request_error" },
  upgrade_required: { status: 426, type: "invalid_request_error" },
  upstreams_rate_limited: { status: 429, type: "rate_limit_error" },
  workspace_requests_per_minute: { status: 429, type: "rate_limit_error" },
  workspace_tokens_per_minute: { status: 429, type: "rate_limit_error" },
  workspace_in_flight: { status: 429, type: "rate_limit_error" },
  workspace_spend: { status: 429, type: "rate_limit_error" },
  key_requests_per_minute: { status: 429, type: "rate_limit_error" },
  key_tokens_per_minute: { status: 429, type: "rate_limit_error" },
  key_in_flight: { status: 429, type: "rate_limit_error" },
  key_spend: { status: 429, type: "rate_limit_error" },
  route_requests_per_minute: { status: 429, type: "rate_limit_error" },
  route_tokens_per_minute: { status: 429, type: "rate_limit_error" },
  route_in_flight: { status: 429, type: "rate_limit_error" },
  route_spend: { status: 429, type: "rate_limit_error" },
  client_closed: { status: 499, type: "client_closed" },
  internal_error: { status: 500, type: "server_error" },
  upstream_failed: { status: 502, type: "upstream_error" },
  upstream_misconfigured: { status: 502, type: "upstream_error" },
  no_upstream_available: { status: 503, type: "server_error" },
  no_eligible_upstream: { status: 503, type: "server_error" },
  not_configured: { status: 503, type: "server_error" },
  snapshot_expired: { status: 503, type: "server_error" },
  gateway_full: { status: 503, type: "server_error" },
  shutting_down: { status: 503, type: "server_error" },
  upstream_timeout: { status: 504, type: "upstream_error" },
};

/** The HTTP status of a failure. An upstream's refusal of the caller's request keeps its own. */
export function statusOf(error: GatewayError): number {
  return error.upstream ? error.upstream.status : answers[error.code].status;
}

/**
 * Answers with a failure, in the envelope of the endpoint: always JSON, always with the request's id. Nothing may have
 * been sent before. With `keepOpen` the answer is whole, but the exchange is left for the caller of this to end.
 */
export function replyError(
  response: ServerResponse,
  format: ErrorFormat,
  error: GatewayError,
  requestId: string,
  headers: readonly string[] = [],
  keepOpen = false,
): void {
  const body = Buffer.from(format.body(apiError(error), statusOf(error), requestId));
  const all = [...headers, "content-type", "application/json", "content-length", String(body.length)];
  if (error.retryAfterMs !== null) {
    const ms = Math.max(0, Math.ceil(error.retryAfterMs));
    all.push("retry-after", String(Math.ceil(ms / 1000)), "retry-after-ms", String(ms));
  }
  response.writeHead(statusOf(error), all);
  if (keepOpen) response.write(body);
  else response.end(body);
}

/** Ends a stream whose content was relayed already: an error event and nothing that ends a whole one. */
export function endStreamWithError(
  response: ServerResponse,
  format: ErrorFormat,
  error: GatewayError,
  requestId: string,
  frames: number,
): void {
  response.end(format.event(apiError(error), statusOf(error), requestId, frames));
}

function apiError(error: GatewayError): ApiError {
  if (error.upstream?.error) return error.upstream.error;
  return { message: error.message, type: answers[error.code].type, param: error.param, code: error.code };
}
