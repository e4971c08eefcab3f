import type { FailureCause } from "../outcome.ts";
import type { PolicyKind, Regime } from "../policy-options.ts";
import type { GiveUpReason } from "../retry-step.ts";
import type { NoPlan, SkipReason } from "../route-plan.ts";

/** Why an upstream was not considered. */
export const skipWords: Readonly<Record<SkipReason, string>> = {
  requirement_tags: "Lacks a required tag",
  requirement_region: "Not in a permitted region",
  endpoint: "Does not serve this endpoint",
  context_window: "Context window too small",
  tools: "Cannot call tools",
  vision: "Cannot read images",
  json_schema: "Cannot follow a JSON schema",
  unsupported_field: "Its protocol lacks a field",
  drained: "Drained by an override",
  capped: "Over its capped share",
  not_forced: "An override forces another",
  breaker_open: "Circuit breaker open",
  breaker_probing: "Half-open, another request is probing",
  ejected: "Ejected as an outlier",
  health_check: "Fails its health checks",
  cooling_down: "Cooling down after a 429",
  max_in_flight: "At its limit of requests in flight",
  not_leased: "Too few places leased for this gateway",
  requests_per_minute: "At its limit of requests a minute",
  tokens_per_minute: "At its limit of tokens a minute",
  spend: "Its spend limit is used up",
  credentials: "Credentials refused",
};

/** What went wrong with one attempt. */
export const causeWords: Readonly<Record<FailureCause, string>> = {
  connect: "No connection",
  first_token_timeout: "No token in time",
  response_timeout: "No reply in time",
  idle_timeout: "The stream stood still",
  total_timeout: "Total time was up",
  rate_limited: "Rate limited",
  credentials: "Credentials refused",
  model_not_found: "Model not found",
  endpoint_not_found: "Endpoint not found",
  status: "Error status",
  cut: "Connection cut",
  stream_error: "Error inside the stream",
  malformed: "Reply malformed",
};

/** Why no further attempt was made. */
export const giveUpWords: Readonly<Record<GiveUpReason, string>> = {
  not_retryable: "Another upstream would have answered the same: the request itself was the problem.",
  max_attempts: "The route's limit of attempts was reached.",
  retry_budget: "The route's retry budget was spent: too many retries already.",
  no_fallback: "The caller forbade other upstreams.",
  content_relayed: "Part of the answer had been relayed: it could not be taken back.",
  client_gone: "The caller had gone.",
  total_timeout: "The route's total time was up.",
  no_candidate_left: "No upstream was left to try.",
};

/** What each policy orders upstreams by; lower is better. */
export const policyWords: Readonly<Record<PolicyKind, string>> = {
  weighted: "by weight, in exact shares",
  round_robin: "in turn",
  latency: "by expected latency",
  queue: "by work in flight",
  usage: "by what is left of limits",
  cost: "by expected cost",
  adaptive: "by what waits there, how fast it is, and what it has cached",
};

/** What governed a decision, of policies that tell it. */
export const regimeWords: Readonly<Record<Regime, string>> = {
  latency: "Speed decides: requests wait nowhere for long.",
  surge: "Queues decide: requests wait before they are read.",
  quota: "Limits decide: little is left of some.",
};

/** Why there was no plan at all. */
export function noPlanWords(why: NoPlan): string {
  switch (why.kind) {
    case "unknown_model": {
      const close = why.close.length === 0 ? "" : ` Close to it: ${why.close.join(", ")}.`;
      return `No route serves the model “${why.model}”.${close}`;
    }
    case "route_forbidden":
      return `The key may not use the route ${why.route}.`;
    case "no_eligible_upstream":
      return `No upstream of ${why.route} meets what the request and the route require.`;
    case "none_available":
      return `Every upstream of ${why.route} was unavailable at that moment.`;
  }
}
