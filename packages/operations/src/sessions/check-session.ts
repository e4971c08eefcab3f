import type { OperationParts } from "../operation-context.ts";

/** Coarse on purpose: it says whether somebody is around, not what they do when, and saves a write with each request. */
const seenEveryMs = 5 * 60_000;

/** Whether the session is one of the user's and goes on. Now and then it is noted that they were seen. */
export async function checkSession(call: {
  readonly parts: OperationParts;
  readonly input: { readonly sessionId: string; readonly userId: string };
}): Promise<boolean> {
  const { db, clock } = call.parts;
  const { sessionId, userId } = call.input;
  const nowMs = clock();
  const session = await db.prisma.userSession.findUnique({
    where: { id: sessionId },
    select: { userId: true, lastSeenAt: true, expiresAt: true },
  });
  if (!session || session.userId !== userId || session.expiresAt.getTime() <= nowMs) return false;
  if (nowMs - session.lastSeenAt.getTime() >= seenEveryMs) {
    const seen = { lastSeenAt: new Date(nowMs) };
    await db.prisma.userSession.updateMany({ where: { id: sessionId }, data: seen });
    await db.prisma.user.update({ where: { id: userId }, data: seen });
  }
  return true;
}
