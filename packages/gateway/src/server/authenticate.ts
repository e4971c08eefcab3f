import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import type { EnvironmentRegistry, KeyMatch } from "../environments/environment-registry.ts";
import type { GatewayKey } from "../environments/gateway-key.ts";
import { type GatewayError, gatewayError } from "../errors.ts";
import { digestOfShown, rememberShown } from "./shown-key.ts";

const noKey = gatewayError(
  "missing_api_key",
  "No gateway key was given. Send it as `Authorization: Bearer KEY` or `x-api-key: KEY`.",
);

export type Authenticated =
  | { readonly ok: true; readonly environment: ActiveEnvironment; readonly key: GatewayKey }
  | { readonly ok: false; readonly error: GatewayError };

/** Whose request this is: by `Authorization: Bearer KEY`, or `x-api-key` when there is none. */
export function authenticate(
  registry: EnvironmentRegistry,
  { headers, socket }: Pick<IncomingMessage, "headers" | "socket">,
  nowMs: number,
): Authenticated {
  const key = keyText(headers);
  if (key === null) {
    return { ok: false, error: noKey };
  }
  const digest = digestOfShown(socket, key);
  const match = registry.byKey(digest, nowMs);
  if (match.kind !== "match") return { ok: false, error: errorOfKey[match.kind] };
  rememberShown(socket, key, digest);
  return { ok: true, environment: match.environment, key: match.key };
}

/** What the owner of a key is told that opens nothing, or no longer does. */
export const errorOfKey = {
  expired: gatewayError("expired_api_key", "This gateway key has expired."),
  unknown: gatewayError("invalid_api_key", "This gateway key is not known, or was revoked."),
} as const satisfies Record<Exclude<KeyMatch["kind"], "match">, GatewayError>;

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
