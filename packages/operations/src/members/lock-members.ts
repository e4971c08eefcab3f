import type { Role } from "@meridian/access";
import { OperationError } from "../errors.ts";
import type { OperationContext, Transaction } from "../operation-context.ts";

/** Who is in the workspace while nobody else changes that. */
export type LockedMembers = {
  readonly owners: number;
  /** null: not a member. */
  readonly roleOf: (userId: string) => Role | null;
  /** The actor's role as it is now, also when it was changed since the call began; owner for the system. */
  readonly actorRole: Role;
};

/** Holds the workspace's members until the transaction ends, so that two who leave at once cannot both be the last owner. */
export async function lockMembers(tx: Transaction, { actor, workspaceId }: OperationContext): Promise<LockedMembers> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`members:${workspaceId}`}, 0))`;
  const members = await tx.membership.findMany({ where: { workspaceId }, select: { userId: true, role: true } });
  const roles = new Map(members.map(({ userId, role }) => [userId, role]));
  const roleOf = (userId: string) => roles.get(userId) ?? null;
  const actorRole = actor.kind === "user" ? roleOf(actor.userId) : "owner";
  if (actorRole === null) throw new OperationError("not_found", "There is no such workspace.");
  return { owners: members.filter(({ role }) => role === "owner").length, roleOf, actorRole };
}
