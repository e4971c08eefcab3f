import { verifyPassword } from "@meridian/sealing";
import { z } from "zod";
import type { OperationParts } from "../operation-context.ts";
import { type AccountUser, accountUser } from "./account-user.ts";
import { beginAttempt } from "./begin-attempt.ts";
import { passwordGate } from "./password-gate.ts";

const signInInput = z.object({ email: z.string().trim().toLowerCase().max(254), password: z.string().max(1_024) });

/**
 * Whose email and password these are; null for anything else, an unknown email as much as a wrong password, and in the
 * same time. Throws `busy` when more passwords than 40 wait to be checked, `too_many_attempts` after 10 wrong ones on one
 * email or 60 from one address within 5 minutes.
 */
export async function signIn(call: {
  readonly parts: OperationParts;
  readonly input: z.input<typeof signInInput>;
  /** Where it comes from; null: not known, and not limited by it. */
  readonly address?: string | null;
}): Promise<AccountUser | null> {
  const { db, attempts, clock } = call.parts;
  const { data: input } = signInInput.safeParse(call.input);
  if (!input) return null;
  const { address = null } = call;
  const nowMs = clock();
  if (address !== null) beginAttempt(attempts.address, address, nowMs);
  beginAttempt(attempts.account, input.email, nowMs);
  const user = await db.prisma.user.findUnique({ where: { email: input.email } });
  const matches = await passwordGate.pass(() => verifyPassword(user?.passwordHash ?? null, input.password));
  if (!user || !matches) return null;
  attempts.account.succeeded(input.email);
  if (address !== null) attempts.address.forgive(address);
  return accountUser(user);
}
