/** A gateway key as people see it: never the key itself, nor its hash. */
export type GatewayKeySummary = {
  readonly id: string;
  readonly name: string;
  /** First characters, to recognise it by. */
  readonly prefix: string;
  /** Route names or patterns with `*`. */
  readonly routes: readonly string[];
  readonly state: "active" | "expired" | "revoked";
  readonly createdAtMs: number;
  /** null: never. */
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
};

/** Reads a stored key as it stands at `nowMs`. */
export function gatewayKeySummary(
  row: {
    readonly id: string;
    readonly name: string;
    readonly prefix: string;
    readonly routes: readonly string[];
    readonly createdAt: Date;
    readonly expiresAt: Date | null;
    readonly revokedAt: Date | null;
  },
  nowMs: number,
): GatewayKeySummary {
  const { id, name, prefix, routes, createdAt } = row;
  const expiresAtMs = row.expiresAt?.getTime() ?? null;
  const revokedAtMs = row.revokedAt?.getTime() ?? null;
  const expired = expiresAtMs !== null && expiresAtMs <= nowMs;
  const state = revokedAtMs === null ? (expired ? "expired" : "active") : "revoked";
  return { id, name, prefix, routes, state, createdAtMs: createdAt.getTime(), expiresAtMs, revokedAtMs };
}
