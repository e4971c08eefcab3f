import type { OperationContext, Transaction } from "../operation-context.ts";

/** Waiting for a connection, and for others who change the same environment, ends in an error after these, ms. */
const limits = { maxWait: 5_000, timeout: 15_000 };

/** Runs in the context's transaction, or in one of its own. */
export function inTransaction<Result>(
  ctx: Pick<OperationContext, "db" | "transaction">,
  run: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return ctx.transaction ? run(ctx.transaction) : ctx.db.prisma.$transaction(run, limits);
}
