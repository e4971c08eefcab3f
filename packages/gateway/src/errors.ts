import type { ApiError } from "@meridian/chat-protocol";

/** Every way in which a request can fail for its caller. The edge gives each its status, once, in `reply-error.ts`. */
export const gatewayErrorCodes = [
  /** The bytes are no HTTP, or not what they say of themselves. */
  "invalid_http",
  "invalid_json",
  "invalid_request",
  "invalid_header",
  "missing_api_key",
  "invalid_api_key",
  "expired_api_key",
  "route_forbidden",
  "model_not_found",
  /** No target of the route can do what the request needs (tools, vision, context …). */
  "not_capable",
  /** No target of the route speaks a protocol that has a word for a field of the request. */
  "unsupported_field",
  "unknown_path",
  "method_not_allowed",
  "upgrade_required",
  "unsupported_encoding",
  "body_timeout",
  "body_too_large",
  /** The upstream refused the request as the caller's mistake. */
  "upstream_rejected",
  /** Every upstream that could serve is cooling down after its own 429. */
  "upstreams_rate_limited",
  /** A limit of the workspace, the key or the route is reached. */
  "workspace_requests_per_minute",
  "workspace_tokens_per_minute",
  "workspace_in_flight",
  "workspace_spend",
  "key_requests_per_minute",
  "key_tokens_per_minute",
  "key_in_flight",
  "key_spend",
  "route_requests_per_minute",
  "route_tokens_per_minute",
  "route_in_flight",
  "route_spend",
  "client_closed",
  "internal_error",
  /** The upstream could not be reached, answered with an error, broke off, or spoke no sense. */
  "upstream_failed",
  /** The upstream does not accept the gateway's credentials or does not know the model. */
  "upstream_misconfigured",
  "upstream_timeout",
  "no_upstream_available",
  /** Requirements of the route leave no target at all. */
  "no_eligible_upstream",
  /** Nothing was ever published in this environment. */
  "not_configured",
  /** The control plane was not heard of for longer than the operator allows. */
  "snapshot_expired",
  /** The gateway has as many requests in flight as it may, or the environment its part of them. */
  "gateway_full",
  "shutting_down",
] as const;
export type GatewayErrorCode = (typeof gatewayErrorCodes)[number];

/** A failure as a value. The message is for the caller and holds nothing of an upstream but what `upstream` says. */
export type GatewayError = {
  readonly code: GatewayErrorCode;
  readonly message: string;
  /** The field or header to blame. */
  readonly param: string | null;
  /** When trying again makes sense; null: unknown. */
  readonly retryAfterMs: number | null;
  /** What the caller is told in place of the message, which stands in the log: an upstream's own words, or of the caller's. */
  readonly upstream: { readonly status: number; readonly error: ApiError | null } | null;
};

/** A failure that neither waiting nor an upstream has to do with. */
export function gatewayError(code: GatewayErrorCode, message: string, param: string | null = null): GatewayError {
  return { code, message, param, retryAfterMs: null, upstream: null };
}
