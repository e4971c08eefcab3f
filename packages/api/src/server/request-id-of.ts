import { randomUUID } from "node:crypto";

const usable = /^[\w.-]{8,64}$/;

/** The id that a proxy before us gave the request, so that its log and ours tell of the same; otherwise a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && usable.test(given) ? given : randomUUID();
}
