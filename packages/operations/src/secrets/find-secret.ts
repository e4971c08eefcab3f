import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** A secret of the environment, without its value. Throws `not_found`. */
export async function findSecret(tx: Transaction, environmentId: string, name: string) {
  const where = { environmentId_name: { environmentId, name } };
  const secret = await tx.secret.findUnique({ where, omit: { sealed: true } });
  if (!secret) throw new OperationError("not_found", "There is no such secret.");
  return secret;
}
