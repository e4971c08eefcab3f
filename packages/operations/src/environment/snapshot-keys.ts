import { type EnvironmentSnapshot, usageLimitsSchema } from "@meridian/routing-config";

type SnapshotKey = EnvironmentSnapshot["keys"][number];

/** The columns of a key that gateways need. */
type KeyRow = {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly routes: string[];
  readonly limits: unknown;
  readonly expiresAt: Date | null;
  readonly previousSha256: string | null;
  readonly previousExpiresAt: Date | null;
};

/** A key as gateways get it: once, or twice while the text that it had before a re-roll still holds at `nowMs`. */
export function snapshotKeys(row: KeyRow, nowMs: number): SnapshotKey[] {
  const { id, name, sha256, routes, previousSha256 } = row;
  const limits = usageLimitsSchema.parse(row.limits ?? {});
  const key: SnapshotKey = {
    id,
    name,
    sha256,
    routes,
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    ...(Object.keys(limits).length > 0 && { limits }),
  };
  const previousExpiresAtMs = row.previousExpiresAt?.getTime() ?? 0;
  if (previousSha256 === null || previousExpiresAtMs <= nowMs) return [key];
  const endsMs = Math.min(previousExpiresAtMs, key.expiresAtMs ?? Number.POSITIVE_INFINITY);
  return [key, { ...key, sha256: previousSha256, expiresAtMs: endsMs }];
}
