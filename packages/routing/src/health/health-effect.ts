import type { Outcome } from "../outcome.ts";

/** What the end of an attempt says about the health of its upstream. */
export type HealthEffect = "success" | "failure" | "rate_limited" | "credentials" | "model_not_found" | "none";

/** Only what is the upstream's own doing counts: not the caller's mistakes, not their leaving, not their deadlines. */
export function healthEffect(outcome: Outcome): HealthEffect {
  switch (outcome.kind) {
    case "completed":
      return "success";
    case "rejected":
    case "cancelled":
      return "none";
    case "failed":
      switch (outcome.cause) {
        case "rate_limited":
        case "credentials":
        case "model_not_found":
          return outcome.cause;
        case "total_timeout":
        case "endpoint_not_found":
          return "none";
        case "connect":
        case "first_token_timeout":
        case "response_timeout":
        case "idle_timeout":
        case "status":
        case "cut":
        case "stream_error":
        case "malformed":
          return "failure";
      }
  }
}
