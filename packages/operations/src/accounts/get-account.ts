import type { Role } from "@meridian/access";
import { OperationError } from "../errors.ts";
import type { AccountContext } from "../operation-context.ts";
import { type AccountUser, accountUser } from "./account-user.ts";
import { type Preferences, preferencesOf } from "./preferences.ts";

/** A user with everything they are a member of. */
export type Account = {
  readonly user: AccountUser;
  readonly preferences: Preferences;
  /** By name. */
  readonly workspaces: readonly AccountWorkspace[];
};

type AccountWorkspace = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
  /** The workspace of the demo. */
  readonly demo: boolean;
  /** By name. */
  readonly environments: readonly { readonly id: string; readonly name: string }[];
};

/** Throws `unauthenticated` when the user is gone. */
export async function getAccount({ ctx }: { readonly ctx: AccountContext }): Promise<Account> {
  const user = await ctx.db.prisma.user.findUnique({
    where: { id: ctx.userId },
    include: {
      preferences: true,
      memberships: {
        orderBy: { workspace: { name: "asc" } },
        include: { workspace: { include: { environments: { orderBy: { name: "asc" } } } } },
      },
    },
  });
  if (!user) throw new OperationError("unauthenticated", "This account does not exist any more.");
  return {
    user: accountUser(user),
    preferences: preferencesOf(user.preferences),
    workspaces: user.memberships.map(({ role, workspace: { id, slug, name, demo, environments } }) => {
      return {
        id,
        slug,
        name,
        role,
        demo,
        environments: environments.map((each) => ({ id: each.id, name: each.name })),
      };
    }),
  };
}
