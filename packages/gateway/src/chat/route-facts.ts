import type { IncomingHttpHeaders } from "node:http";
import type { ApiRequest, Endpoint } from "@meridian/chat-protocol";
import { estimateTokens, type PromptText, type RouteRequest } from "@meridian/routing";
import type { GatewayKey } from "../environments/gateway-key.ts";
import type { RequestHeaders } from "../server/request-headers.ts";

const noHeaders: Readonly<Record<string, string>> = {};

/** Everything that routing may know of a request. */
export function routeFacts(
  endpoint: Endpoint,
  request: ApiRequest,
  headers: RequestHeaders,
  raw: IncomingHttpHeaders,
  key: Pick<GatewayKey, "name" | "routes">,
  matchedHeaders: readonly string[],
  gatewayRegion: string | null,
  unsupported: RouteRequest["unsupported"] = null,
  prompt: PromptText | null = null,
): RouteRequest {
  return {
    endpoint: endpoint.name,
    model: request.model,
    stream: request.stream,
    keyName: key.name,
    keyRoutes: key.routes,
    tags: headers.tags,
    region: headers.region ?? gatewayRegion,
    headers: matchedHeaders.length === 0 ? noHeaders : pick(raw, matchedHeaders),
    inputTokens: estimateTokens(request.inputBytes),
    maxOutputTokens: request.maxOutputTokens,
    needs: request.needs,
    unsupported,
    session: headers.sessionHash,
    user: request.user,
    prompt,
    noFallback: headers.noFallback,
  };
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): Readonly<Record<string, string>> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (typeof value === "string") picked[name] = value;
  }
  return picked;
}
