import { OperationError } from "../errors.ts";
import type { OperationParts } from "../operation-context.ts";
import { lockSeed } from "../seed/lock-seed.ts";
import { requireOurKeys } from "./require-our-keys.ts";
import { inTransaction } from "../verb/in-transaction.ts";

export type DemoState = "present" | "absent";

/**
 * Whether this database has the demo. The first start decides it, and nothing but the demo's deletion changes it.
 *
 * @param call.input.wanted null: as it was decided, with the demo at a first start. Throws `conflict` when a demo that is
 *   there is not wanted: nothing is deleted in passing. Throws `sealed_otherwise` for a database of another master key.
 */
export async function decideDemo(call: {
  readonly parts: OperationParts;
  readonly input: { readonly wanted: boolean | null };
}): Promise<DemoState> {
  const { parts } = call;
  const { wanted } = call.input;
  return inTransaction({ db: parts.db, transaction: null }, async (tx) => {
    await lockSeed(tx);
    await requireOurKeys(tx, parts);
    const decided = await tx.installation.findUnique({ where: { id: 1 } });
    if (decided?.demo === "present" && wanted === false) {
      throw new OperationError(
        "conflict",
        "The demo stands in this data folder, and stays until it is deleted: start without --no-demo, sign in as its owner and choose Delete demo data. Or begin in another folder: MERIDIAN_DATA_DIR=.data-2 npm start -- --no-demo",
      );
    }
    if (decided) return decided.demo;
    const demo = wanted === false ? "absent" : "present";
    await tx.installation.create({ data: { id: 1, demo, decidedAt: new Date(parts.clock()) } });
    return demo;
  });
}
