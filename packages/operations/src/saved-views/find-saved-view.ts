import { OperationError } from "../errors.ts";
import type { Transaction } from "../operation-context.ts";

/** A view of the workspace, deleted or not. Throws `not_found`. */
export async function findSavedView(tx: Transaction, workspaceId: string, id: string) {
  const row = await tx.savedView.findFirst({ where: { id, workspaceId } });
  if (!row) throw new OperationError("not_found", "There is no such saved view.");
  return row;
}
