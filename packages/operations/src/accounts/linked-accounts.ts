import { z } from "zod";
import { OperationError } from "../errors.ts";
import type { AccountContext } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { recordAccountAudit } from "./record-account-audit.ts";

/** The ways in which a user can sign in. */
export type SignInWays = {
  readonly hasPassword: boolean;
  readonly linked: readonly { readonly provider: string; readonly email: string; readonly sinceMs: number }[];
};

/** How the user can sign in. */
export async function getSignInWays({ ctx }: { readonly ctx: AccountContext }): Promise<SignInWays> {
  const { passwordHash, accounts } = await ctx.db.prisma.user.findUniqueOrThrow({
    where: { id: ctx.userId },
    select: { passwordHash: true, accounts: { orderBy: { createdAt: "asc" } } },
  });
  return {
    hasPassword: passwordHash !== null,
    linked: accounts.map(({ provider, email, createdAt }) => ({ provider, email, sinceMs: createdAt.getTime() })),
  };
}

export const unlinkAccountInput = z.object({ provider: z.string().max(32) });

/** Cuts an account at a provider off from the user. Throws `conflict` for the only way in that is left. */
export async function unlinkAccount(call: {
  readonly ctx: AccountContext;
  readonly input: z.input<typeof unlinkAccountInput>;
}): Promise<SignInWays> {
  const { ctx } = call;
  const { userId } = ctx;
  const { provider } = parseInput(unlinkAccountInput, call.input);
  await inTransaction({ db: ctx.db, transaction: null }, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
    const { passwordHash, accounts } = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { passwordHash: true, accounts: { select: { provider: true, email: true } } },
    });
    const linked = accounts.find((each) => each.provider === provider);
    if (!linked) return;
    if (passwordHash === null && accounts.every((each) => each.provider === provider)) {
      throw new OperationError("conflict", "This is your only way to sign in. Set a password first.");
    }
    await tx.linkedAccount.deleteMany({ where: { userId, provider } });
    await recordAccountAudit(tx, ctx, userId, {
      action: "account.unlink",
      target: { kind: "user", id: userId },
      before: { provider, email: linked.email },
      after: null,
    });
  });
  return getSignInWays({ ctx });
}
