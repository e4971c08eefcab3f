import type { IncomingHttpHeaders } from "node:http";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { EnvironmentRegistry } from "../environments/environment-registry.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { type GatewayError, gatewayError } from "../errors.ts";

export type Authenticated =
  | { readonly ok: true; readonly environment: ActiveEnvironment; readonly key: GatewayKey }
  | { readonly ok: false; readonly error: GatewayError };

/** Whose request this is: by `Authorization: Bearer KEY`, or `x-api-key` when there is none. */
export function authenticate(
  registry: EnvironmentRegistry,
  headers: IncomingHttpHeaders,
  nowMs: number,
): Authenticated {
  const key = keyText(headers);
  if (key === null) {
    return refused(
      "missing_api_key",
      "No gateway key was given. Send it as `Authorization: Bearer KEY` or `x-api-key: KEY`.",
    );
  }
  const match = registry.byKey(key, nowMs);
  if (match.kind === "match") return { ok: true, environment: match.environment, key: match.key };
  if (match.kind === "expired") return refused("expired_api_key", "This gateway key has expired.");
  return refused("invalid_api_key", "This gateway key is not known, or was revoked.");
}

function keyText(headers: IncomingHttpHeaders): string | null {
  const authorization = headers.authorization;
  if (authorization !== undefined) {
    const scheme = authorization.slice(0, 7);
    return (scheme === "Bearer " || scheme.toLowerCase() === "bearer ") && authorization.length > 7
      ? authorization.slice(7).trim()
      : null;
  }
  const apiKey = headers["x-api-key"];
  return typeof apiKey === "string" && apiKey !== "" ? apiKey : null;
}

function refused(code: "missing_api_key" | "invalid_api_key" | "expired_api_key", message: string): Authenticated {
  return { ok: false, error: gatewayError(code, message) };
}
