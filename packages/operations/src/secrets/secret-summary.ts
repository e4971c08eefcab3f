import type { CredentialUses } from "../environment/credential-uses.ts";
import type { SecretReferences } from "./secret-references.ts";

/** A secret as people see it. Its value is never read back. */
export type SecretSummary = {
  readonly name: string;
  /** Hosts, exact or `*.example.com`, that the value may be sent to. */
  readonly allowedHosts: readonly string[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Who changed it last; null: unknown. */
  readonly updatedBy: string | null;
  /** Up to a minute late; null: never. */
  readonly lastUsedAtMs: number | null;
  /** Upstreams of the config that is active now. */
  readonly usedBy: readonly string[];
};

/** Reads a stored secret without its value. */
export function secretSummary(
  row: {
    readonly name: string;
    readonly allowedHosts: readonly string[];
    readonly createdAt: Date;
    readonly updatedAt: Date;
    readonly updatedByName: string | null;
  },
  uses: CredentialUses,
  references: SecretReferences,
): SecretSummary {
  const { name, allowedHosts, createdAt, updatedAt } = row;
  return {
    name,
    allowedHosts,
    createdAtMs: createdAt.getTime(),
    updatedAtMs: updatedAt.getTime(),
    updatedBy: row.updatedByName,
    lastUsedAtMs: uses.lastUsedAtMs("secret", name),
    usedBy: references.upstreamsOf(name),
  };
}
