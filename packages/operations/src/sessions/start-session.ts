import { randomUUID } from "node:crypto";
import { recordAccountAudit } from "../accounts/record-account-audit.ts";
import type { OperationParts } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { ipPrefix } from "./ip-prefix.ts";
import { userAgentSummary } from "./user-agent-summary.ts";

/** How long a session lasts, used or not. */
export const sessionMs = 7 * 86_400_000;

/** The oldest ends when one more begins. */
const mostSessions = 50;

/** Where a sign-in came from, as its request says it. */
export type SignInSource = { readonly userAgent: string | null; readonly address: string | null };

/**
 * Begins the session of somebody who has just shown who they are.
 *
 * @returns its id, which stands in the cookie
 */
export async function startSession(call: {
  readonly parts: OperationParts;
  readonly input: { readonly userId: string; readonly provider: string; readonly source: SignInSource };
}): Promise<string> {
  const { parts, input } = call;
  const { userId, provider, source } = input;
  const id = randomUUID();
  const nowMs = parts.clock();
  const now = new Date(nowMs);
  await inTransaction({ db: parts.db, transaction: null }, async (tx) => {
    const rows = await tx.userSession.findMany({
      where: { userId },
      orderBy: { createdAt: "desc" },
      select: { id: true },
    });
    const surplus = rows.slice(mostSessions - 1).map((row) => row.id);
    await tx.userSession.deleteMany({
      where: { userId, OR: [{ id: { in: surplus } }, { expiresAt: { lte: now } }] },
    });
    const agent = userAgentSummary(source.userAgent);
    await tx.userSession.create({
      data: {
        id,
        userId,
        provider,
        userAgent: agent,
        ipPrefix: ipPrefix(source.address),
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(nowMs + sessionMs),
      },
    });
    await tx.user.update({ where: { id: userId }, data: { lastSeenAt: now } });
    await recordAccountAudit(tx, parts, userId, {
      action: "session.start",
      target: { kind: "session", id },
      before: null,
      after: { provider, userAgent: agent },
    });
  });
  return id;
}
