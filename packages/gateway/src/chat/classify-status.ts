import type { ApiError } from "@meridian/chat-protocol";
import { type EndpointName, endpointsOf, type FailureCause, type Provider } from "@meridian/routing";

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

/**
 * What an upstream means by a status that is no success, with what it said. Engines do not have every endpoint of their
 * API, nor models every use: that one is missing must not count against the others, else any caller could have an upstream
 * passed over.
 */
export function classifyRefusal(
  status: number,
  said: ApiError | null,
  provider: Provider,
  endpoint: EndpointName,
): ReturnType<typeof classifyStatus> {
  const isMain = endpointsOf[provider][0] === endpoint;
  return !isMain && isAbsent(status, said) ? "endpoint_not_found" : classifyStatus(status);
}

/** As FastAPI, llama.cpp and Go's router say it of a path, and OpenAI of a model that is not made for it. */
function isAbsent(status: number, said: ApiError | null): boolean {
  if (status === 405 || status === 501) return true;
  if (status === 403) return said !== null && /\bmodel\b/i.test(said.message);
  if (status !== 404) return false;
  return said?.code !== "model_not_found" && !/\bmodel\b.*(?:not exist|not found)/is.test(said?.message ?? "");
}
