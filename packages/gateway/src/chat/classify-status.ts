import type { FailureCause } from "@meridian/routing";

/** What an upstream's status means: `rejected` is the caller's own mistake and says nothing about the upstream. */
export function classifyStatus(status: number): "success" | "rejected" | FailureCause {
  if (status >= 200 && status < 300) return "success";
  switch (status) {
    case 401:
    // Payment required: the account behind the credentials has run dry.
    case 402:
    case 403:
      return "credentials";
    case 404:
      return "model_not_found";
    case 408:
    case 409:
      return "status";
    case 429:
      return "rate_limited";
    default:
      // Redirects are not followed: an upstream that sends them is not the API that the config says it is.
      if (status < 400) return "malformed";
      return status < 500 ? "rejected" : "status";
  }
}
