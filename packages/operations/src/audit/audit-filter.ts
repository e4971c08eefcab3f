import { z } from "zod";
import { requireEnvironment } from "../environment/require-environment.ts";
import type { Transaction } from "../operation-context.ts";
import type { Prisma } from "@meridian/db";

const moment = z.number().int().nonnegative();

/** Which events are asked for; what is not given does not matter. */
export const auditFilter = z
  .object({
    /** As `resource.action`, or `resource.` for everything that was done to such a resource. */
    action: z.string().min(1).max(64),
    /** Of the user, key or process. */
    actorId: z.string().min(1).max(64),
    targetKind: z.string().min(1).max(64),
    targetId: z.string().min(1).max(128),
    environmentId: z.uuid(),
    fromMs: moment,
    /** Excluded itself. */
    toMs: moment,
  })
  .partial();

/** The filter for the database, within the workspace. Throws `not_found` for an environment of another workspace. */
export async function whereAudit(
  db: Transaction,
  workspaceId: string,
  filter: z.output<typeof auditFilter>,
): Promise<Prisma.AuditEventWhereInput> {
  const { action, actorId, targetKind, targetId, environmentId, fromMs, toMs } = filter;
  if (environmentId !== undefined) await requireEnvironment(db, workspaceId, environmentId);
  return {
    workspaceId,
    ...(action !== undefined && { action: action.endsWith(".") ? { startsWith: action } : action }),
    ...(actorId !== undefined && { actorId }),
    ...(targetKind !== undefined && { targetKind }),
    ...(targetId !== undefined && { targetId }),
    ...(environmentId !== undefined && { environmentId }),
    ...((fromMs !== undefined || toMs !== undefined) && {
      occurredAt: {
        ...(fromMs !== undefined && { gte: new Date(fromMs) }),
        ...(toMs !== undefined && { lt: new Date(toMs) }),
      },
    }),
  };
}
