import type { Transaction } from "../operation-context.ts";

/** Makes changes of one environment happen one after another, until the transaction ends. */
export async function lockEnvironment(tx: Transaction, environmentId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`environment/${environmentId}`}, 0))`;
}
