import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** Throws `not_found` for an insight of another environment, as for one that does not exist. */
export async function findInsight(db: Transaction, environmentId: string, id: string) {
  const row = await db.errorInsight.findFirst({ where: { id, environmentId } });
  if (!row) throw new OperationError("not_found", "There is no such error insight, or it is kept no longer.");
  return row;
}
