import { z } from "zod";
import { recordAccountAudit } from "../accounts/record-account-audit.ts";
import type { AccountContext, OperationParts, Transaction } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";

export const revokeSessionInput = z.object({ sessionId: z.uuid() });

/** How many sessions ended: none when there was nothing to end, or nothing of this user's. */
export type RevokedSessions = { readonly revoked: number };

/** Ends one of the user's sessions: its cookie opens nothing any more, within 5 s wherever it was seen as open. */
export async function revokeSession(call: {
  readonly ctx: AccountContext;
  readonly input: z.input<typeof revokeSessionInput>;
}): Promise<RevokedSessions> {
  const { sessionId } = parseInput(revokeSessionInput, call.input);
  return endSessions(call.ctx, call.ctx.userId, { id: sessionId });
}

/** Ends all of the user's sessions but the one that asks. */
export async function revokeOtherSessions({ ctx }: { readonly ctx: AccountContext }): Promise<RevokedSessions> {
  return endSessions(ctx, ctx.userId, ctx.sessionId === null ? {} : { id: { not: ctx.sessionId } });
}

/** Signing out: the session ends in the database, not in one browser's cookie only. */
export async function endSession(call: {
  readonly parts: OperationParts;
  readonly input: { readonly sessionId: string; readonly userId: string };
}): Promise<RevokedSessions> {
  return endSessions(call.parts, call.input.userId, { id: call.input.sessionId });
}

type Which = { readonly id?: string | { readonly not: string } };

function endSessions(parts: OperationParts, userId: string, which: Which): Promise<RevokedSessions> {
  return inTransaction({ db: parts.db, transaction: null }, (tx) => deleteSessions(tx, parts, userId, which));
}

/** The same within a transaction that does more. */
export async function deleteSessions(
  tx: Transaction,
  parts: OperationParts,
  userId: string,
  which: Which,
): Promise<RevokedSessions> {
  const { count } = await tx.userSession.deleteMany({ where: { userId, ...which } });
  if (count > 0) {
    await recordAccountAudit(tx, parts, userId, {
      action: "session.end",
      target: { kind: "user", id: userId },
      before: { sessions: count },
      after: null,
    });
  }
  return { revoked: count };
}
