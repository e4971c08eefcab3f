import { modelsList } from "@meridian/chat-protocol";
import { matchPattern } from "@meridian/routing";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { drainBody } from "./drain-body.ts";
import type { Exchange } from "./exchange.ts";

/** `GET /v1/models`: every model with a name of its own that the key may use. Patterns are no names. */
export function listModels(exchange: Exchange, environment: ActiveEnvironment, key: GatewayKey): void {
  const { request, response } = exchange;
  const body = Buffer.from(modelsList(modelNames(environment, key), environment.appliedAtMs));
  const headers = [
    ...exchange.replyHeaders(),
    "content-type",
    "application/json",
    "content-length",
    String(body.length),
  ];
  response.writeHead(200, headers);
  response.end(body);
  drainBody(request);
  exchange.settle("completed", 200, null);
}

function modelNames(environment: ActiveEnvironment, key: GatewayKey): string[] {
  const names = new Set<string>();
  for (const route of environment.table?.routes ?? []) {
    if (!key.routes.some((pattern) => matchPattern(pattern, route.name))) continue;
    for (const model of route.match.models) if (!model.includes("*")) names.add(model);
  }
  return [...names];
}
