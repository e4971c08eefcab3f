import type { Role } from "@meridian/access";
import { z } from "zod";
import { workspaceVerb } from "../verb/workspace-verb.ts";

/** Somebody who belongs to the workspace. */
export type Member = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAtMs: number;
  /** In steps of 5 minutes, wherever they were; null: never signed in. */
  readonly lastSeenAtMs: number | null;
};

/** Everybody in the workspace, by name. */
export const listMembers = workspaceVerb({
  scope: "members:read",
  input: z.object({ workspaceId: z.uuid() }),
  run: async ({ ctx }): Promise<Member[]> => {
    const rows = await ctx.db.prisma.membership.findMany({
      where: { workspaceId: ctx.workspaceId },
      include: { user: { select: { name: true, email: true, lastSeenAt: true } } },
      orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
    });
    return rows.map(({ userId, role, createdAt, user: { name, email, lastSeenAt } }) => {
      return {
        userId,
        name,
        email,
        role,
        joinedAtMs: createdAt.getTime(),
        lastSeenAtMs: lastSeenAt?.getTime() ?? null,
      };
    });
  },
});
