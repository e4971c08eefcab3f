import { matchAny } from "../matching/match-pattern.ts";
import { endpointsOf } from "../provider.ts";
import type { Skipped } from "../route-plan.ts";
import type { RouteRequest } from "../route-request.ts";
import type { Requirements, Upstream } from "../routing-table.ts";

/** Why a route's requirements exclude an upstream for good; null when they do not. */
export function excludedByRequirements({ tags, regions }: Requirements, upstream: Upstream): Skipped | null {
  const { name, region } = upstream;
  const missing = tags.filter((tag) => !upstream.tags.includes(tag));
  if (missing.length > 0) return { name, reason: "requirement_tags", why: `not tagged ${missing.join(", ")}` };
  if (regions.length === 0) return null;
  const wanted = regions.join(" or ");
  if (region === null) return { name, reason: "requirement_region", why: `has no region, ${wanted} is required` };
  if (matchAny(regions, region)) return null;
  return { name, reason: "requirement_region", why: `is in ${region}, ${wanted} is required` };
}

/** Completes an upstream's name. */
export const hasNoWordFor = (field: string): string => `its protocol has no word for ${field}`;

/** Why an upstream cannot serve this request; null when it can. What is unknown of it excludes nothing. */
export function excludedByCapabilities(upstream: Upstream, index: number, request: RouteRequest): Skipped | null {
  if (!endpointsOf[upstream.provider].includes(request.endpoint)) {
    const why = `the provider ${upstream.provider} does not serve ${request.endpoint}`;
    return { name: upstream.name, reason: "endpoint", why };
  }
  const { contextWindow, tools, vision, jsonSchema } = upstream.capabilities;
  const { needs } = request;
  const { name } = upstream;
  if (contextWindow !== null) {
    const tokens = request.inputTokens + (request.maxOutputTokens ?? 0);
    if (tokens > contextWindow) {
      return { name, reason: "context_window", why: `about ${tokens} tokens exceed its window of ${contextWindow}` };
    }
  }
  if (needs.tools && tools === false) return { name, reason: "tools", why: "does not call tools" };
  if (needs.vision && vision === false) return { name, reason: "vision", why: "does not see images" };
  if (needs.jsonSchema && jsonSchema === false)
    return { name, reason: "json_schema", why: "does not keep to a JSON schema" };
  const field = request.unsupported?.get(index);
  if (field !== undefined) return { name, reason: "unsupported_field", why: hasNoWordFor(field) };
  return null;
}
