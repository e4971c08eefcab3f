/** What people call a setting. Fields that are not here are called by their path. */
const words: Readonly<Record<string, string>> = {
  provider: "the provider",
  base_url: "the address",
  api_key: "the credential",
  upstream_model: "the model",
  region: "the region",
  tags: "the tags",
  slow_start: "the slow start",
  "limits.max_in_flight": "the limit of requests in flight",
  "limits.requests_per_minute": "the limit of requests per minute",
  "limits.tokens_per_minute": "the limit of tokens per minute",
  "limits.spend.amount_usd": "the spend limit in US dollars",
  "limits.spend.period": "the period of the spend limit",
  "limits.spend.time_zone": "the time zone of the spend limit",
  "capabilities.context_window": "the context window",
  "price.input_per_million_tokens": "the price of a million input tokens",
  "price.cached_input_per_million_tokens": "the price of a million cached input tokens",
  "price.cache_write_per_million_tokens": "the price of a million tokens written to the cache",
  "price.output_per_million_tokens": "the price of a million output tokens",
  "circuit_breaker.error_rate": "the error rate that opens the circuit breaker",
  "circuit_breaker.window": "the window of the circuit breaker",
  "circuit_breaker.min_requests": "the minimum of requests of the circuit breaker",
  "circuit_breaker.consecutive_failures": "the failures in a row that open the circuit breaker",
  "circuit_breaker.open_for": "the time the circuit breaker stays open",
  description: "the description",
  policy: "the policy",
  "policy.kind": "the policy",
  "policy.limits": "the limits that the policy counts",
  "policy.alike": "how close costs are alike",
  "match.models": "the models",
  "match.keys": "the keys",
  "match.tags": "the request tags",
  "requirements.tags": "the required tags",
  "requirements.regions": "the required regions",
  "retry.max_attempts": "the number of attempts",
  "retry.retry_on": "the failures that are retried",
  "retry.max_retry_share": "the share of retries",
  "timeouts.connect": "the connect timeout",
  "timeouts.first_token": "the first-token timeout",
  "timeouts.idle": "the idle timeout",
  "timeouts.response": "the response timeout",
  "timeouts.total": "the total timeout",
  "outlier_ejection.max_ejection_percent": "the share of targets that may be ejected",
  "outlier_ejection.base_ejection": "the length of an ejection",
  "objectives.first_token_p95": "the objective for the first token",
  "objectives.response_p95": "the objective for the response",
  "objectives.success_rate": "the objective for success",
  "canary.share": "the share of the canary",
  "canary.upstream": "the canary",
  "spend_limit.amount_usd": "the spend limit in US dollars",
  "spend_limit.period": "the period of the spend limit",
  "spend_limit.time_zone": "the time zone of the spend limit",
  "spend_limit.when_exhausted": "what happens when the amount is spent",
  "capture.prompts": "the keeping of prompts",
  prompt: "the prompt strategy",
};

const ruleField = /^rules(?:\.|\[")(.+?)(?:"\])?$/;

/** "the first-token timeout" for `timeouts.first_token`. */
export const fieldInWords = (field: string): string => {
  const known = words[field];
  if (known !== undefined) return known;
  const rule = ruleField.exec(field)?.[1];
  return rule === undefined ? `the setting ${field}` : `the rule “${rule}”`;
};
