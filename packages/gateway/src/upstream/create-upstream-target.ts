import { encodeModelName } from "@meridian/chat-protocol";
import type { Upstream } from "@meridian/routing";
import type { UpstreamPools } from "./upstream-pools.ts";
import type { UpstreamTarget } from "./upstream-target.ts";

/** Works out once how an upstream is called. `credential` is the API key itself; null sends none. */
export function createUpstreamTarget(
  upstream: Upstream,
  credential: string | null,
  pools: UpstreamPools,
): UpstreamTarget {
  const url = new URL(`${upstream.baseUrl}/chat/completions`);
  const common = [
    "content-type",
    "application/json",
    // Bytes are relayed as they come: they must not come compressed for somebody else.
    "accept-encoding",
    "identity",
    "user-agent",
    "meridian",
    ...(credential === null ? [] : ["authorization", `Bearer ${credential}`]),
  ];
  return {
    pool: pools.get(url.origin),
    chatPath: `${url.pathname}${url.search}`,
    streamHeaders: [...common, "accept", "text/event-stream"],
    replyHeaders: [...common, "accept", "application/json"],
    modelJson: upstream.upstreamModel === null ? null : encodeModelName(upstream.upstreamModel),
  };
}
