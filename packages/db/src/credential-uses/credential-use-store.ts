import type pg from "pg";

/** That a key or a secret was used, and when last. */
export type CredentialUse = {
  readonly kind: "gateway-key" | "previous-gateway-key" | "secret";
  /** A key's id, or a secret's name. */
  readonly name: string;
  /** Epoch ms. */
  readonly lastUsedAtMs: number;
};

/** Where gateways tell what is used. Needs no more than the grants of `meridian_gateway`. */
export interface CredentialUseStore {
  /** The latest moment stands, whoever told it. Uses in an environment that is gone are passed over. */
  report(environmentId: string, uses: readonly CredentialUse[]): Promise<void>;
}

export function createCredentialUseStore(pool: pg.Pool): CredentialUseStore {
  return {
    report: async (environmentId, uses) => {
      // In one order, so that two gateways never wait for each other crosswise.
      const sorted = uses.toSorted((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
      const columns = [
        sorted.map(({ kind }) => kind),
        sorted.map(({ name }) => name),
        sorted.map(({ lastUsedAtMs }) => new Date(lastUsedAtMs)),
      ];
      try {
        await pool.query(
          `INSERT INTO credential_uses AS known (environment_id, kind, name, last_used_at)
           SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[])
           ON CONFLICT (environment_id, kind, name) DO UPDATE SET last_used_at = excluded.last_used_at
           WHERE known.last_used_at < excluded.last_used_at`,
          [environmentId, ...columns],
        );
      } catch (error) {
        if ((error as { readonly constraint?: unknown }).constraint !== goneConstraint) throw error;
      }
    },
  };
}

const goneConstraint = "credential_uses_environment_id_fkey";
