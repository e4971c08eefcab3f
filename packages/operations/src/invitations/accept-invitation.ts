import { z } from "zod";
import { OperationError } from "../errors.ts";
import type { AccountContext } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { requireOpenInvitation } from "./find-invitation.ts";
import { type JoinedWorkspace, joinWorkspace } from "./join-workspace.ts";

export const acceptInvitationInput = z.object({ token: z.string().max(200) });

/** Joins a workspace as the user who is signed in. Throws `not_found` with why the link opens nothing. */
export async function acceptInvitation(call: {
  readonly ctx: AccountContext;
  readonly input: z.input<typeof acceptInvitationInput>;
}): Promise<JoinedWorkspace> {
  const { ctx } = call;
  const { token } = parseInput(acceptInvitationInput, call.input);
  return inTransaction({ db: ctx.db, transaction: null }, async (tx) => {
    const user = await tx.user.findUnique({ where: { id: ctx.userId } });
    if (!user) throw new OperationError("unauthenticated", "This account does not exist any more.");
    return joinWorkspace(tx, ctx, await requireOpenInvitation(tx, token, ctx.clock()), user);
  });
}
