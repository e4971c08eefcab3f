import type { Outcome } from "../outcome.ts";
import type { RetryReason } from "../routing-table.ts";

/** Which of the reasons in a route's `retry_on` a failed attempt falls under; null when under none. */
export function retryReasonOf(outcome: Extract<Outcome, { kind: "failed" }>): RetryReason | null {
  switch (outcome.cause) {
    case "connect":
      return "connect";
    case "first_token_timeout":
    // The first byte of a non-streaming reply is its last: the same wait in vain.
    case "response_timeout":
      return "first_token_timeout";
    case "rate_limited":
      return "429";
    case "idle_timeout":
    case "cut":
    case "stream_error":
    case "malformed":
      return "stream_error";
    case "status":
      return reasonOfStatus(outcome.status);
    case "total_timeout":
    case "credentials":
    case "model_not_found":
    case "endpoint_not_found":
      return null;
  }
}

function reasonOfStatus(status: number | null): RetryReason | null {
  if (status === 408) return "408";
  if (status === 409) return "409";
  return status !== null && status >= 500 ? "5xx" : null;
}
