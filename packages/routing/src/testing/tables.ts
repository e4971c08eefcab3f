import type { Route, RoutingTable, Target, Upstream } from "../routing-table.ts";

/** An upstream with the language's defaults. */
export function upstreamOf(name: string, more: Partial<Upstream> = {}): Upstream {
  return {
    name,
    identity: `openai-compatible|http://${name}.test/v1|model|`,
    provider: "openai-compatible",
    baseUrl: `http://${name}.test/v1`,
    apiKey: null,
    upstreamModel: "model",
    region: null,
    tags: [],
    capabilities: { contextWindow: null, tools: null, vision: null, jsonSchema: null },
    price: null,
    maxInFlight: null,
    circuitBreaker: { errorRate: 0.2, windowMs: 30_000, minRequests: 20, consecutiveFailures: 5, openForMs: 30_000 },
    slowStartMs: 0,
    ...more,
  };
}

/** A route for the model `chat`, `weighted`, with the language's defaults. */
export function routeOf(targets: readonly Target[], more: Partial<Route> = {}): Route {
  return {
    name: "chat",
    description: null,
    match: { models: ["chat"], keys: null, tags: null, headers: null },
    policy: { kind: "weighted" },
    targets,
    requirements: { tags: [], regions: [] },
    outlierEjection: null,
    retry: {
      maxAttempts: 3,
      retryOn: ["connect", "first_token_timeout", "408", "409", "429", "5xx", "stream_error"],
      maxRetryShare: 0.2,
    },
    timeouts: { connectMs: 2_000, firstTokenMs: 30_000, idleMs: 30_000, responseMs: 600_000, totalMs: null },
    ...more,
  };
}

export const targetOf = (upstream: number, weight = 1, priority = 1): Target => ({ upstream, weight, priority });

/** One route `chat` over the upstreams, all of weight 1 and priority 1 unless the route says otherwise. */
export function tableOf(upstreams: readonly Upstream[], route: Partial<Route> = {}): RoutingTable {
  const targets = upstreams.map((_, index) => targetOf(index));
  return { language: 1, upstreams, routes: [routeOf(targets, route)], fileKeys: [] };
}
