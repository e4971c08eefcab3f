import type { InsightState } from "@meridian/metrics";
import { causeWords, failureCauses } from "@meridian/routing";

/** States as people say them, with what they mean. */
export const stateWords = {
  new: { label: "New", about: "First seen within the last day." },
  ongoing: { label: "Ongoing", about: "Seen before, and about as often as usual." },
  escalating: { label: "Escalating", about: "It comes far more often than it used to." },
  regressed: { label: "Regressed", about: "It was resolved, and was seen again." },
  resolved: { label: "Resolved", about: "Dealt with, or not seen for 14 days." },
} as const satisfies Record<InsightState, { readonly label: string; readonly about: string }>;

/** What each dimension of a comparison is called. */
export const dimensionWords: Readonly<Record<string, string>> = {
  route: "Route",
  model: "Model",
  upstream: "Upstream",
  configVersion: "Config version",
  keyId: "Key",
  promptVariant: "Prompt variant",
  callerRegion: "Region",
};

const codeWords: Readonly<Record<string, string>> = {
  invalid_json: "Body is no JSON",
  invalid_request: "Invalid request",
  invalid_header: "Invalid header",
  expired_api_key: "Expired key",
  route_forbidden: "Route forbidden to the key",
  model_not_found: "Unknown model",
  not_capable: "No upstream is capable of it",
  body_too_large: "Body too large",
  upstreams_rate_limited: "All upstreams rate limited",
  no_upstream_available: "No upstream available",
  no_eligible_upstream: "No eligible upstream",
  not_configured: "Nothing is published",
  snapshot_expired: "Configuration expired",
  shutting_down: "Gateway shutting down",
  internal_error: "Internal error of the gateway",
  upstream_failed: "Upstream failed",
  upstream_timeout: "Upstream timed out",
  upstream_misconfigured: "Upstream misconfigured",
};

/** What an insight is called: cause, or code. */
export function insightTitle({
  errorClass,
  upstream,
}: {
  readonly errorClass: string;
  readonly upstream: string;
}): string {
  const status = /^(status|rejected)_(.+)$/.exec(errorClass);
  if (status) return status[1] === "status" ? `Error status ${status[2]}` : `Refused with status ${status[2]}`;
  // `model_not_found` is a cause at an upstream, and a code without one.
  const cause = failureCauses.find((each) => each === errorClass);
  if (cause && upstream !== "") return causeWords[cause];
  return codeWords[errorClass] ?? errorClass.replaceAll("_", " ");
}
