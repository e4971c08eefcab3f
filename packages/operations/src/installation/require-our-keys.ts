import { OperationError } from "../errors.ts";
import type { OperationParts, Transaction } from "../operation-context.ts";

/** Throws `sealed_otherwise` when this database was set up with another master key: no gateway would believe what we sign. */
export async function requireOurKeys(tx: Transaction, { keys }: Pick<OperationParts, "keys">): Promise<void> {
  const snapshot = await tx.environmentSnapshot.findFirst({
    select: { payload: true, signature: true },
    orderBy: { environmentId: "asc" },
  });
  if (!snapshot || keys.gateway.verifySnapshot(snapshot.payload, snapshot.signature)) return;
  throw new OperationError(
    "sealed_otherwise",
    "This database was set up with another master key. Start with that one again: restore keys.json in the data folder, or set MERIDIAN_MASTER_KEY.",
  );
}
