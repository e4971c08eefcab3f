import { randomUUID } from "node:crypto";
import { hashPassword } from "@meridian/sealing";
import { z } from "zod";
import { type AccountUser, accountUser } from "../accounts/account-user.ts";
import { passwordGate } from "../accounts/password-gate.ts";
import { emailAddress, newPassword, personName } from "../accounts/person-schemas.ts";
import { OperationError } from "../errors.ts";
import type { OperationParts } from "../operation-context.ts";
import { inTransaction } from "../verb/in-transaction.ts";
import { parseInput } from "../verb/parse-input.ts";
import { requireOpenInvitation } from "./find-invitation.ts";
import { joinWorkspace } from "./join-workspace.ts";

const signUpInput = z.object({
  token: z.string().max(200),
  email: emailAddress,
  name: personName,
  password: newPassword,
});

/**
 * Makes an account with a password for whoever has an invitation's link, and joins its workspace. The address is not taken
 * for verified: the link may have been handed over by anybody. Throws `not_found` with why the link opens nothing,
 * `conflict` when the address has an account, `forbidden` when the invitation is for another.
 */
export async function signUpByInvitation(call: {
  readonly parts: OperationParts;
  readonly input: z.input<typeof signUpInput>;
}): Promise<AccountUser> {
  const { parts } = call;
  const { token, email, name, password } = parseInput(signUpInput, call.input);
  // Before the work of hashing: a link that opens nothing costs nothing.
  await requireOpenInvitation(parts.db.prisma, token, parts.clock());
  const passwordHash = await passwordGate.pass(() => hashPassword(password));
  return inTransaction({ db: parts.db, transaction: null }, async (tx) => {
    const invitation = await requireOpenInvitation(tx, token, parts.clock());
    if (await tx.user.findUnique({ where: { email }, select: { id: true } })) {
      throw new OperationError("conflict", `${email} has an account already: sign in, then open the invitation again.`);
    }
    const user = await tx.user.create({ data: { id: randomUUID(), email, name, passwordHash } });
    await joinWorkspace(tx, parts, invitation, user);
    return accountUser(user);
  });
}
