import { z } from "zod";
import type { AccountContext } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { type AccountUser, accountUser } from "./account-user.ts";
import { personName } from "./person-schemas.ts";
import { recordAccountAudit } from "./record-account-audit.ts";

export const setProfileInput = z.object({ name: personName });

/** Changes how the user is called from now on; history keeps the name of its time. */
export async function setProfile(call: {
  readonly ctx: AccountContext;
  readonly input: z.input<typeof setProfileInput>;
}): Promise<AccountUser> {
  const { ctx } = call;
  const { name } = parseInput(setProfileInput, call.input);
  return inTransaction({ db: ctx.db, transaction: null }, async (tx) => {
    const where = { id: ctx.userId };
    const before = await tx.user.findUniqueOrThrow({ where });
    if (before.name === name) return accountUser(before);
    const after = await tx.user.update({ where, data: { name } });
    await recordAccountAudit(tx, ctx, ctx.userId, {
      action: "account.rename",
      target: { kind: "user", id: ctx.userId },
      before: { name: before.name },
      after: { name },
    });
    return accountUser(after);
  });
}
