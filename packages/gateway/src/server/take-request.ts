import type { ServerResponse } from "node:http";
import { allEndpoints, anthropicErrors, type Endpoint, type ErrorFormat, openaiErrors } from "@meridian/chat-protocol";
import { replyError } from "../chat/reply-error.ts";
import { RequestRun } from "../chat/run-request.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { authenticate } from "./authenticate.ts";
import { drainBody } from "./drain-body.ts";
import { Exchange } from "./exchange.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { listModels } from "./list-models.ts";
import { type RequestHeaders, readRequestHeaders } from "./request-headers.ts";
import { newRequestId } from "./request-id.ts";

type Place = { readonly method: "POST" | "GET"; readonly endpoint: Endpoint | null };

const places: ReadonlyMap<string, Place> = new Map<string, Place>([
  ...allEndpoints.map((endpoint) => [endpoint.path, { method: "POST", endpoint }] as const),
  ["/v1/models", { method: "GET", endpoint: null }],
]);

/** Where every HTTP request of the public port comes in. */
export function takeRequest(context: GatewayContext, request: GatewayRequest, response: ServerResponse): void {
  if (request.headers.host === undefined && request.httpVersion === "1.1") {
    return refuse(context, request, response, gatewayError("invalid_http", "The header `host` is missing."));
  }
  const path = pathOf(request.url ?? "");
  if (path === "/live") {
    const error = gatewayError("upgrade_required", "`/live` is a WebSocket: GET it with `upgrade: websocket`.");
    return refuse(context, request, response, error, ["upgrade", "websocket"]);
  }
  const at = places.get(path);
  if (!at)
    return refuse(
      context,
      request,
      response,
      gatewayError("unknown_path", `There is nothing at \`${path.slice(0, 200)}\`.`),
      [],
      path.startsWith("/v1/messages/") ? anthropicErrors : openaiErrors,
    );
  if (request.method !== at.method) {
    const error = gatewayError("method_not_allowed", `\`${path}\` takes ${at.method} requests only.`);
    return refuse(context, request, response, error, ["allow", at.method], at.endpoint?.errors);
  }
  const exchange = new Exchange(context, request, response, at.endpoint);
  try {
    begin(exchange);
  } catch (error) {
    exchange.breakOff(error);
  }
}

function begin(exchange: Exchange): void {
  const { account, context, request } = exchange;
  const who = authenticate(context.registry, request, account.startedAtMs);
  if (!who.ok) return exchange.fail(who.error);
  account.environment = who.environment;
  account.key = who.key;
  if (context.snapshotsExpired()) return exchange.fail(expired);
  noteUse(who.key, account.startedAtMs);
  const headers = readRequestHeaders(request.headers, who.environment.environmentId);
  if ("code" in headers) return exchange.fail(headers);
  account.headers = headers;
  const { endpoint } = exchange;
  if (!endpoint) listModels(exchange, who.environment, who.key);
  else if ((request.headers["content-encoding"] ?? "identity") !== "identity") exchange.refuseBody(compressed);
  else beginRun(exchange, endpoint, who.environment, who.key, headers);
}

function beginRun(
  exchange: Exchange,
  endpoint: Endpoint,
  environment: ActiveEnvironment,
  key: GatewayKey,
  headers: RequestHeaders,
): void {
  if (!exchange.takePlace(environment)) return exchange.fail({ ...full, retryAfterMs: 1_000 });
  const reached = exchange.limits.enter(environment.workspaceUsage, key.usage.scope);
  if (reached) exchange.failByLimit(reached);
  else new RequestRun(exchange, endpoint, environment, key, headers).begin();
}

function noteUse({ usage, previous }: GatewayKey, nowMs: number): void {
  usage.note(previous, nowMs);
}

const expired = gatewayError(
  "snapshot_expired",
  "This gateway has not heard from its control plane for longer than it may serve without it.",
);

const full = gatewayError("gateway_full", "The gateway has as many requests in flight as it may. Try again shortly.");

const compressed = gatewayError(
  "unsupported_encoding",
  "The body is compressed. Send it as plain JSON, without `content-encoding`.",
  "content-encoding",
);

/** No endpoint took it: answered and counted, but no request that anybody would look for in a log. */
function refuse(
  context: GatewayContext,
  request: GatewayRequest,
  response: ServerResponse,
  error: GatewayError,
  headers: readonly string[] = [],
  errors: ErrorFormat = openaiErrors,
): void {
  context.counters.refusedAtDoor += 1;
  const requestId = newRequestId(context.clock());
  replyError(response, errors, error, requestId, ["x-request-id", requestId, ...headers]);
  drainBody(request);
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}
