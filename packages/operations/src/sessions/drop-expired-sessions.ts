import type { OperationParts } from "../operation-context.ts";

/** Deletes sessions that ended by themselves. How many. */
export async function dropExpiredSessions({ parts }: { readonly parts: OperationParts }): Promise<number> {
  const expiresAt = { lte: new Date(parts.clock()) };
  return (await parts.db.prisma.userSession.deleteMany({ where: { expiresAt } })).count;
}
