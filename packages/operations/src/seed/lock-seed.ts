import type { Transaction } from "../operation-context.ts";

/** Makes two processes that start at once seed one after the other. */
export async function lockSeed(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('seed', 0))`;
}
