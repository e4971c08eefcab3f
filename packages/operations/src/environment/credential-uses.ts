import type { Transaction } from "../operation-context.ts";

type UseKind = "gateway-key" | "previous-gateway-key" | "secret";

/** When keys and secrets of an environment were last used, as far as gateways have told. */
export type CredentialUses = {
  /** `name`: a key's id, or a secret's name. Epoch ms; null: never. */
  readonly lastUsedAtMs: (kind: UseKind, name: string) => number | null;
};

/** Reads them for one environment. */
export async function credentialUses(db: Transaction, environmentId: string): Promise<CredentialUses> {
  const rows = await db.credentialUse.findMany({ where: { environmentId } });
  const byName = new Map(rows.map(({ kind, name, lastUsedAt }) => [`${kind} ${name}`, lastUsedAt.getTime()]));
  return { lastUsedAtMs: (kind, name) => byName.get(`${kind} ${name}`) ?? null };
}
