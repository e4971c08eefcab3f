import { encodeModelName } from "@meridian/chat-protocol";
import type { Upstream } from "@meridian/routing";
import type { UpstreamPools } from "./upstream-pools.ts";
import type { UpstreamTarget } from "./upstream-target.ts";
import { upstreamWays } from "./upstream-ways.ts";

/** Works out once how an upstream is called. `credential` is the API key itself; null sends none. */
export function createUpstreamTarget(
  upstream: Upstream,
  credential: string | null,
  pools: UpstreamPools,
): UpstreamTarget {
  return {
    pool: pools.get(new URL(upstream.baseUrl).origin),
    ways: upstreamWays(upstream, credential),
    modelJson: upstream.upstreamModel === null ? null : encodeModelName(upstream.upstreamModel),
    takesUsageOption: true,
  };
}
