import type { Upstream } from "@meridian/routing";

/**
 * Where Azure OpenAI serves an operation (`/chat/completions`). A dated `api_version` is the older API, in which the
 * deployment stands in the path; without one it is the v1 API, which finds it by the body's `model`.
 */
export function azurePath({ baseUrl, apiVersion, upstreamModel }: Upstream, operation: string): string {
  const resource = baseUrl.replace(/\/openai(?:\/v1)?$/, "");
  if (apiVersion === undefined || apiVersion === "v1") return `${resource}/openai/v1${operation}`;
  const query = `?api-version=${encodeURIComponent(apiVersion)}`;
  if (!/^\d{4}-/.test(apiVersion)) return `${resource}/openai/v1${operation}${query}`;
  // Responses are the one operation of the older API that belongs to no deployment.
  if (operation === "/responses") return `${resource}/openai${operation}${query}`;
  return `${resource}/openai/deployments/${encodeURIComponent(upstreamModel ?? "")}${operation}${query}`;
}
