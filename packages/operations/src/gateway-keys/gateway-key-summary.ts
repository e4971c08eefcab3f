import type { UsageLimits } from "@meridian/routing-config";
import type { CredentialUses } from "../environment/credential-uses.ts";
import { limitsOf } from "../usage-limits/limits-of.ts";

/** A gateway key as people see it: never the key itself, nor its hash. */
export type GatewayKeySummary = {
  readonly id: string;
  readonly name: string;
  /** First characters, to recognise it by. */
  readonly prefix: string;
  /** Route names or patterns with `*`. */
  readonly routes: readonly string[];
  readonly limits: UsageLimits;
  readonly state: "active" | "expired" | "revoked";
  readonly createdAtMs: number;
  /** null: unknown. */
  readonly createdBy: string | null;
  /** null: never. */
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  /** Up to a minute late; null: never. */
  readonly lastUsedAtMs: number | null;
  /** Its text before it was re-rolled, while that still holds. */
  readonly previous: {
    readonly prefix: string;
    readonly expiresAtMs: number;
    readonly lastUsedAtMs: number | null;
  } | null;
};

/** The columns that a summary is made of. */
export type GatewayKeyRow = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly routes: readonly string[];
  readonly limits: unknown;
  readonly createdAt: Date;
  readonly createdByName: string | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly previousPrefix: string | null;
  readonly previousExpiresAt: Date | null;
};

/** Reads a stored key as it stands at `nowMs`. */
export function gatewayKeySummary(row: GatewayKeyRow, uses: CredentialUses, nowMs: number): GatewayKeySummary {
  const { id, name, prefix, routes, createdAt } = row;
  const expiresAtMs = row.expiresAt?.getTime() ?? null;
  const revokedAtMs = row.revokedAt?.getTime() ?? null;
  const expired = expiresAtMs !== null && expiresAtMs <= nowMs;
  const state = revokedAtMs === null ? (expired ? "expired" : "active") : "revoked";
  return {
    id,
    name,
    prefix,
    routes,
    limits: limitsOf(row),
    state,
    createdAtMs: createdAt.getTime(),
    createdBy: row.createdByName,
    expiresAtMs,
    revokedAtMs,
    lastUsedAtMs: uses.lastUsedAtMs("gateway-key", id),
    previous: state === "active" ? previousOf(row, uses, nowMs) : null,
  };
}

function previousOf(row: GatewayKeyRow, uses: CredentialUses, nowMs: number): GatewayKeySummary["previous"] {
  const { id, previousPrefix: prefix, previousExpiresAt } = row;
  const expiresAtMs = previousExpiresAt?.getTime() ?? 0;
  if (prefix === null || expiresAtMs <= nowMs) return null;
  return { prefix, expiresAtMs, lastUsedAtMs: uses.lastUsedAtMs("previous-gateway-key", id) };
}
