import { randomUUID } from "node:crypto";
import { type Role, roles } from "@meridian/access";
import type { OperationContext } from "../operation-context.ts";
import type { Operations } from "../open-operations.ts";

/** A workspace with two environments and one member of each role. */
export type TestWorkspace = {
  readonly workspaceId: string;
  readonly production: string;
  readonly staging: string;
  readonly userIds: Readonly<Record<Role, string>>;
  /** As a member with this role acts in the workspace. */
  readonly as: (role: Role) => Promise<OperationContext>;
};

/** Makes a workspace in which nothing was done yet. */
export async function createTestWorkspace({ parts, inWorkspace }: Operations, slug: string): Promise<TestWorkspace> {
  const { prisma } = parts.db;
  const [workspaceId, production, staging] = [randomUUID(), randomUUID(), randomUUID()];
  await prisma.workspace.create({ data: { id: workspaceId, slug, name: `Workspace ${slug}` } });
  for (const [id, name] of [
    [production, "production"],
    [staging, "staging"],
  ] as const) {
    await prisma.environment.create({ data: { id, workspaceId, name } });
  }
  const userIds = Object.fromEntries(roles.map((role) => [role, randomUUID()])) as Record<Role, string>;
  for (const role of roles) {
    const user = { id: userIds[role], email: `${role}@${slug}.test`, name: `${role} of ${slug}` };
    await prisma.user.create({ data: { ...user, memberships: { create: { workspaceId, role } } } });
  }
  return { workspaceId, production, staging, userIds, as: (role) => inWorkspace(userIds[role], workspaceId) };
}
