import type { IncomingHttpHeaders } from "node:http";

/** What of the caller's headers goes upstream. Everything else ends here, the caller's key and cookies first of all. */
const towardsUpstream = ["tracestate", "idempotency-key"] as const;

/** A header of the caller that one protocol's upstreams get too, and what stands in for it. */
export type ForwardedHeader = { readonly name: string; readonly otherwise: string | null };

/** The headers of one upstream call: the upstream's own, this request's id, and what the caller may pass on. */
export function upstreamHeaders(
  own: readonly string[],
  also: readonly ForwardedHeader[],
  requestId: string,
  caller: IncomingHttpHeaders,
  ownTraceParent: string | null,
): string[] {
  const headers = [...own, "x-request-id", requestId];
  for (const { name, otherwise } of also) {
    const value = caller[name] ?? otherwise;
    if (typeof value === "string") headers.push(name, value);
  }
  const traceParent = ownTraceParent ?? caller["traceparent"];
  if (typeof traceParent === "string") headers.push("traceparent", traceParent);
  for (const name of towardsUpstream) {
    const value = caller[name];
    if (typeof value === "string") headers.push(name, value);
  }
  return headers;
}

/** Adds to a reply's headers what of the upstream's goes to the caller. */
export function addCallerHeaders(headers: string[], upstream: IncomingHttpHeaders): void {
  for (const name in upstream) {
    if (!goesToCaller(name)) continue;
    const value = upstream[name];
    if (typeof value === "string") headers.push(name, value);
  }
}

/** Of OpenAI's own headers others say whose account serves: the operator's organization and project. */
function goesToCaller(name: string): boolean {
  return (
    name.startsWith("x-ratelimit-") ||
    name.startsWith("anthropic-ratelimit-") ||
    name === "openai-processing-ms" ||
    name === "openai-version"
  );
}
