import { type ApiRequest, type Endpoint, parseObjectExactly } from "@meridian/chat-protocol";
import type { RoutingTable } from "@meridian/routing";
import { fieldName } from "../chat/unsupported-fields.ts";
import { upstreamWays } from "../upstream/upstream-ways.ts";

/**
 * Upstreams, by index, whose protocol has no word for something of a request, and for what. A gateway finds out when it
 * comes to one of them, and plans again as if it had known.
 */
export function fieldsWithoutWords(
  { upstreams }: RoutingTable,
  endpoint: Endpoint,
  request: ApiRequest,
  body: Buffer,
  drop: boolean,
): ReadonlyMap<number, string> {
  const fields = new Map<number, string>();
  for (const [index, upstream] of upstreams.entries()) {
    const translation = upstreamWays(upstream, null)[endpoint.name]?.translation;
    if (!translation) continue;
    const to = { model: upstream.upstreamModel ?? request.model, stream: request.stream, drop };
    const translated = translation.request(parseObjectExactly(body.toString()) ?? {}, to);
    if (!translated.ok) fields.set(index, fieldName(translated.problem.param));
  }
  return fields;
}
