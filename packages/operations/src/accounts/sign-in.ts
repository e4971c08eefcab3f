import { verifyPassword } from "@meridian/sealing";
import { z } from "zod";
import type { OperationParts } from "../operation-context.ts";
import { type AccountUser, accountUser } from "./account-user.ts";
import { passwordGate } from "./password-gate.ts";

const signInInput = z.object({ email: z.string().trim().toLowerCase().max(320), password: z.string().max(1_024) });

/**
 * Whose email and password these are; null for anything else, an unknown email as much as a wrong password, and in the
 * same time. Throws `busy` when more passwords than 40 wait to be checked.
 */
export async function signIn(call: {
  readonly parts: OperationParts;
  readonly input: z.input<typeof signInInput>;
}): Promise<AccountUser | null> {
  const { data: input } = signInInput.safeParse(call.input);
  if (!input) return null;
  const user = await call.parts.db.prisma.user.findUnique({ where: { email: input.email } });
  const matches = await passwordGate.pass(() => verifyPassword(user?.passwordHash ?? null, input.password));
  return user && matches ? accountUser(user) : null;
}
