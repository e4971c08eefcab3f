import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** A key of the environment. Throws `not_found`, also for one of another environment. */
export async function findKey(tx: Transaction, environmentId: string, keyId: string) {
  const key = await tx.gatewayKey.findFirst({ where: { id: keyId, environmentId } });
  if (!key) throw new OperationError("not_found", "There is no such key.");
  return key;
}

type Ending = { readonly revokedAt: Date | null; readonly expiresAt: Date | null };

/** Throws `conflict` for a key that was revoked: it is history. */
export function requireNotRevoked({ revokedAt }: Ending): void {
  if (revokedAt) throw new OperationError("conflict", "This key was revoked: create another one.");
}

/** Throws `conflict` for a key that opens nothing any more. */
export function requireActive(key: Ending, nowMs: number): void {
  requireNotRevoked(key);
  if (key.expiresAt && key.expiresAt.getTime() <= nowMs) {
    throw new OperationError("conflict", "This key has expired: give it a later end first.");
  }
}
