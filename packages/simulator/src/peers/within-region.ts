import type { RouterFactory } from "../simulation/simulated-router.ts";

/** The same algorithm, among the upstreams of its gateway's region; those of others are its fallbacks. */
export const withinRegion =
  (router: RouterFactory): RouterFactory =>
  (host) =>
    router({
      ...host,
      upstreams: host.upstreams.map((upstream) =>
        upstream.region === host.regions[host.gateway] ? upstream : { ...upstream, priority: upstream.priority + 1 },
      ),
    });
