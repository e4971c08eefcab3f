import {
  allEndpoints,
  chatOverAnthropic,
  chatOverBedrock,
  chatOverGemini,
  chatOverVertex,
  type Endpoint,
  messagesOverChat,
  type Translation,
} from "@meridian/chat-protocol";
import { endpointsOf, type Upstream } from "@meridian/routing";
import type { ForwardedHeader } from "../chat/forwarded-headers.ts";
import { azurePath } from "./azure-path.ts";
import type { UpstreamTarget, UpstreamWay } from "./upstream-target.ts";

/** What every upstream is told, whoever calls. */
const common = [
  "content-type",
  "application/json",
  // Bytes are relayed as they come: they must not come compressed for somebody else.
  "accept-encoding",
  "identity",
  "user-agent",
  "meridian",
];

/** How an upstream is called for each endpoint that its provider serves. `credential` null sends none. */
export function upstreamWays(upstream: Upstream, credential: string | null): UpstreamTarget["ways"] {
  const headers = [...common, ...credentialHeaders(upstream, credential)];
  const streamHeaders = [...headers, "accept", "text/event-stream"];
  const replyHeaders = [...headers, "accept", "application/json"];
  const callerHeaders = upstream.provider === "anthropic" ? anthropicHeaders : noHeaders;
  const ways: Partial<Record<Endpoint["name"], UpstreamWay>> = {};
  for (const endpoint of allEndpoints) {
    if (!endpointsOf[upstream.provider].includes(endpoint.name)) continue;
    const translation = translationOf(upstream, endpoint);
    const operation = translation ? translation.path : endpoint.path.slice("/v1".length);
    const url = new URL(typeof operation === "string" ? addressOf(upstream, operation) : upstream.baseUrl);
    // What the translation adds to an address without a path begins with the slash that this one is.
    const path = url.pathname === "/" && typeof operation !== "string" ? "" : `${url.pathname}${url.search}`;
    ways[endpoint.name] = { path, translation, streamHeaders, replyHeaders, callerHeaders };
  }
  return ways;
}

const noHeaders: readonly ForwardedHeader[] = [];

/** Anthropic refuses requests that name no version, and its clients always do. */
const anthropicHeaders: readonly ForwardedHeader[] = [
  { name: "anthropic-version", otherwise: "2023-06-01" },
  { name: "anthropic-beta", otherwise: null },
];

function credentialHeaders({ provider }: Upstream, credential: string | null): readonly string[] {
  if (credential === null) return [];
  switch (provider) {
    case "azure-openai":
      return ["api-key", credential];
    case "anthropic":
      return ["x-api-key", credential];
    case "gemini":
      return ["x-goog-api-key", credential];
    default:
      return ["authorization", `Bearer ${credential}`];
  }
}

/** Base URLs end with the API's version, but where the provider's own is known without it. */
function addressOf(upstream: Upstream, operation: string): string {
  const { provider, baseUrl } = upstream;
  if (provider === "azure-openai") return azurePath(upstream, operation);
  return baseUrl.endsWith("/v1") || provider !== "anthropic" ? `${baseUrl}${operation}` : `${baseUrl}/v1${operation}`;
}

/** OpenAI's own models have another name for the bound on output tokens than the engines that speak its protocol. */
const messagesOverOpenai = messagesOverChat("max_completion_tokens");
const messagesOverEngine = messagesOverChat("max_tokens");

/** null: the upstream speaks the endpoint's own protocol. */
function translationOf({ provider, baseUrl }: Upstream, { name }: Endpoint): Translation | null {
  switch (provider) {
    case "anthropic":
      return name === "chat.completions" ? chatOverAnthropic : null;
    case "gemini":
      return isVertex(baseUrl) ? chatOverVertex : chatOverGemini;
    case "bedrock":
      return chatOverBedrock;
    case "openai":
    case "azure-openai":
      return name === "messages" ? messagesOverOpenai : null;
    default:
      return name === "messages" ? messagesOverEngine : null;
  }
}

/** Vertex AI has models of several publishers; the Gemini API has no such word in its address. */
const isVertex = (baseUrl: string): boolean => /\/publishers\/[^/]+$/.test(baseUrl);
