import type { IncomingHttpHeaders } from "node:http";
import { sessionHashOf } from "@meridian/sealing";
import { type GatewayError, gatewayError } from "../errors.ts";
import { readTraceParent, type TraceParent } from "./trace-parent.ts";

/** What the gateway's own request headers say. */
export type RequestHeaders = {
  readonly tags: readonly string[];
  readonly noFallback: boolean;
  /** What an upstream of another protocol cannot be told is left out instead of refused. */
  readonly dropUnsupported: boolean;
  /** Bound on the whole request; null: the route's. */
  readonly timeoutMs: number | null;
  readonly region: string | null;
  readonly traceParent: TraceParent | null;
  /** The session's text is not kept. */
  readonly sessionHash: string | null;
  /** How hard the request is by its caller's word, 0 to 1; null: it does not say. */
  readonly complexity: number | null;
};

const maxTags = 32;
const maxNameLength = 64;
const noTags: readonly string[] = [];
/** What a caller may say in place of what the gateway would see. */
const tiers: Readonly<Record<string, number>> = { simple: 0, medium: 0.5, complex: 1 };
const region = /^[A-Za-z0-9._-]{1,64}$/;

/** Reads them; an error names the header that makes no sense. A `traceparent` that makes none is ignored, as its standard asks. */
export function readRequestHeaders(headers: IncomingHttpHeaders, environmentId: string): RequestHeaders | GatewayError {
  const tags = readTags(text(headers["x-meridian-tags"]));
  if (tags === null) return wrong("x-meridian-tags", `at most ${maxTags} names of at most ${maxNameLength} characters`);
  const timeout = text(headers["x-meridian-timeout-ms"]);
  const timeoutMs = timeout === null ? null : Number(timeout);
  if (timeoutMs !== null && !(Number.isInteger(timeoutMs) && timeoutMs > 0)) {
    return wrong("x-meridian-timeout-ms", "a whole number of milliseconds above 0");
  }
  const callerRegion = text(headers["x-meridian-region"]);
  if (callerRegion !== null && !region.test(callerRegion)) return wrong("x-meridian-region", "the name of a region");
  const tier = text(headers["x-meridian-tier"]);
  if (tier !== null && !Object.hasOwn(tiers, tier)) return wrong("x-meridian-tier", "`simple`, `medium` or `complex`");
  const parent = text(headers["traceparent"]);
  const session = text(headers["x-meridian-session"]);
  return {
    tags,
    noFallback: flag(headers["x-meridian-no-fallback"]),
    dropUnsupported: flag(headers["x-meridian-drop-unsupported"]),
    timeoutMs,
    region: callerRegion,
    traceParent: parent === null ? null : readTraceParent(parent),
    complexity: tier === null ? null : tiers[tier]!,
    sessionHash: session === null ? null : sessionHashOf(environmentId, session),
  };
}

function readTags(value: string | null): readonly string[] | null {
  if (value === null) return noTags;
  const tags = value
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return tags.length > maxTags || tags.some((tag) => tag.length > maxNameLength) ? null : tags;
}

function wrong(header: string, wanted: string): GatewayError {
  return gatewayError("invalid_header", `The header \`${header}\` must be ${wanted}.`, header);
}

function flag(value: string | string[] | undefined): boolean {
  const set = text(value);
  return set !== null && set !== "false" && set !== "0";
}

/** A header's text; null when it is absent or empty. Repeated ones arrive joined. */
function text(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
