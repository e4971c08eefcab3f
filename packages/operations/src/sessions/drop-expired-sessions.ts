import type { OperationParts } from "../operation-context.ts";

/** Deletes sessions that ended by themselves. How many. */
export async function dropExpiredSessions(call: {
  readonly parts: Pick<OperationParts, "db" | "clock">;
}): Promise<number> {
  const { parts } = call;
  const expiresAt = { lte: new Date(parts.clock()) };
  return (await parts.db.prisma.userSession.deleteMany({ where: { expiresAt } })).count;
}
