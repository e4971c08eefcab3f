import type { Role } from "@meridian/access";
import type { OperationParts } from "../operation-context.ts";
import { type AccountUser, accountUser } from "./account-user.ts";

/**
 * The demo's user with a role, without a password. Whether that is permitted (demo mode, on loopback) is for the caller to
 * know: nothing here can tell. null when there is no demo user with this role.
 */
export async function signInAsDemoUser(call: {
  readonly parts: OperationParts;
  readonly input: { readonly role: Role };
}): Promise<AccountUser | null> {
  const user = await call.parts.db.prisma.user.findFirst({
    where: { demo: true, memberships: { some: { role: call.input.role } } },
    orderBy: { createdAt: "asc" },
  });
  return user && accountUser(user);
}
