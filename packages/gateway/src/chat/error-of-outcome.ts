import type { ApiError } from "@meridian/chat-protocol";
import type { FailureCause, Outcome, Upstream } from "@meridian/routing";
import { type GatewayError, gatewayError } from "../errors.ts";

/** What the caller is told when the last attempt ended like this and there is no further one. */
export function errorOfOutcome(
  outcome: Outcome,
  upstream: Pick<Upstream, "name" | "upstreamModel">,
  said: ApiError | null,
): GatewayError {
  switch (outcome.kind) {
    case "rejected":
      return {
        code: "upstream_rejected",
        message: `The upstream \`${upstream.name}\` refused the request with status ${outcome.status}.`,
        param: said?.param ?? null,
        retryAfterMs: null,
        upstream: { status: outcome.status, error: said },
      };
    case "failed":
      return { ...errorOfFailure(outcome.cause, outcome.status, upstream), retryAfterMs: outcome.retryAfterMs };
    case "cancelled":
      return gatewayError("client_closed", "The caller closed the connection.");
    case "completed":
      return gatewayError("internal_error", "The gateway failed to answer.");
  }
}

function errorOfFailure(
  cause: FailureCause,
  status: number | null,
  { name: upstream, upstreamModel }: Pick<Upstream, "name" | "upstreamModel">,
): GatewayError {
  const name = `The upstream \`${upstream}\``;
  switch (cause) {
    case "connect":
      return gatewayError("upstream_failed", `${name} could not be reached.`);
    case "first_token_timeout":
      return gatewayError("upstream_timeout", `${name} sent no first token in time.`);
    case "response_timeout":
      return gatewayError("upstream_timeout", `${name} did not answer in time.`);
    case "idle_timeout":
      return gatewayError("upstream_timeout", `${name} fell silent in the middle of the stream.`);
    case "total_timeout":
      return gatewayError("upstream_timeout", "The request took longer than its total timeout.");
    case "rate_limited":
      return gatewayError("upstreams_rate_limited", `${name} is rate limited.`);
    case "credentials":
      return gatewayError("upstream_misconfigured", `${name} does not accept the gateway's credentials.`);
    case "model_not_found":
      // Where no other name stands in the config, it is asked for the one that the caller wrote.
      return upstreamModel === null
        ? gatewayError("model_not_found", `${name} does not know this model.`, "model")
        : gatewayError("upstream_misconfigured", `${name} does not know the model.`);
    case "endpoint_not_found":
      return gatewayError("not_capable", `${name} does not serve this endpoint.`);
    case "status":
      return gatewayError("upstream_failed", `${name} answered with status ${status ?? "unknown"}.`);
    case "cut":
      return gatewayError("upstream_failed", `${name} closed the connection before its reply was complete.`);
    case "stream_error":
      return gatewayError("upstream_failed", `${name} reported an error in the middle of its reply.`);
    case "malformed":
      return gatewayError("upstream_failed", `${name} sent a reply that is none of this endpoint.`);
  }
}
