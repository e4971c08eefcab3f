import { hashPassword, verifyPassword } from "@meridian/sealing";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import type { AccountContext } from "../operation-context.ts";
import { deleteSessions } from "../sessions/revoke-sessions.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { beginAttempt } from "./begin-attempt.ts";
import { passwordGate } from "./password-gate.ts";
import { newPassword } from "./person-schemas.ts";
import { recordAccountAudit } from "./record-account-audit.ts";

export const changePasswordInput = z.object({
  /** null: there is none yet, for who signs in another way. */
  currentPassword: z.string().max(1_024).nullable(),
  newPassword,
});

/**
 * Gives the user another password, or a first one, and ends all their sessions but this one. Throws `invalid_input` when the
 * current one is wrong, `too_many_attempts` after 10 wrong ones: whoever has a session is not yet who knows the password.
 */
export async function changePassword(call: {
  readonly ctx: AccountContext;
  readonly input: z.input<typeof changePasswordInput>;
}): Promise<{ readonly revoked: number }> {
  const { ctx } = call;
  const { userId } = ctx;
  const input = parseInput(changePasswordInput, call.input);
  const before = await ctx.db.prisma.user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  if (!before) throw new OperationError("unauthenticated", "This account does not exist any more.");
  const { passwordHash: stored } = before;
  if (stored !== null) {
    beginAttempt(ctx.attempts.account, userId, ctx.clock());
    const matches = await passwordGate.pass(() => verifyPassword(stored, input.currentPassword ?? ""));
    if (!matches) throw new OperationError("invalid_input", "The current password is wrong.");
    ctx.attempts.account.succeeded(userId);
  }
  const passwordHash = await passwordGate.pass(() => hashPassword(input.newPassword));
  return inTransaction({ db: ctx.db, transaction: null }, async (tx) => {
    // Not over a password that was changed while this one was checked.
    const { count } = await tx.user.updateMany({ where: { id: userId, passwordHash: stored }, data: { passwordHash } });
    if (count === 0) throw new OperationError("conflict", "The password was changed elsewhere at this moment.");
    const others = ctx.sessionId === null ? {} : { id: { not: ctx.sessionId } };
    const ended = await deleteSessions(tx, ctx, userId, others);
    await recordAccountAudit(tx, ctx, userId, {
      action: stored === null ? "account.set-password" : "account.change-password",
      target: { kind: "user", id: userId },
      before: null,
      after: { sessionsEnded: ended.revoked },
    });
    return ended;
  });
}
