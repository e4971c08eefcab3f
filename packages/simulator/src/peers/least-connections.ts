import type { RouterFactory } from "../simulation/simulated-router.ts";
import { InFlight } from "./in-flight.ts";
import { preferred } from "./preferred.ts";

/**
 * Fewest requests in flight, equals in turn: nginx's `least_conn` (ngx_http_upstream_least_conn_module.c: smallest
 * connections ÷ weight, round robin among equals). A peer that failed is left alone for `fail_timeout` 10 s after
 * `max_fails` 1, nginx's defaults.
 */
export const leastConnections: RouterFactory = ({ upstreams }) => {
  const inFlight = new InFlight(upstreams.length);
  const outUntilMs = new Float64Array(upstreams.length);
  let turn = 0;
  return {
    pick(request, nowMs) {
      const tier = preferred(upstreams, request.tried);
      const up = tier.filter((index) => outUntilMs[index]! <= nowMs);
      const candidates = up.length > 0 ? up : tier;
      const fewest = Math.min(...candidates.map((index) => inFlight.counts[index]!));
      const equals = candidates.filter((index) => inFlight.counts[index] === fewest);
      return inFlight.begin(equals[turn++ % equals.length]!);
    },
    onFirstToken() {},
    onEnd(request) {
      inFlight.end(request);
    },
    onError(request, failure, nowMs) {
      inFlight.end(request);
      if (failure.cause !== "rate_limited" && failure.cause !== "status") outUntilMs[request.upstream] = nowMs + 10_000;
    },
  };
};
