import type { Prisma } from "@meridian/db";
import type { z } from "zod";
import type { OperationContext, Transaction } from "../operation-context.ts";
import { type AuditEventSummary, auditEventSummary } from "./audit-event.ts";
import { type auditFilter, whereAudit } from "./audit-filter.ts";

type Place = { readonly occurredAtMs: number; readonly id: string };

/** Events of the workspace as `db` sees them, newest first, those after `before` only. */
export async function readAuditEvents(
  db: Transaction,
  { workspaceId }: OperationContext,
  ask: { readonly filter: z.output<typeof auditFilter>; readonly before: Place | null; readonly limit: number },
): Promise<AuditEventSummary[]> {
  const where = await whereAudit(db, workspaceId, ask.filter);
  const rows = await db.auditEvent.findMany({
    where: { AND: [where, ask.before ? olderThan(ask.before) : {}] },
    orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
    take: ask.limit,
  });
  const environments = await db.environment.findMany({ where: { workspaceId } });
  const names = new Map(environments.map(({ id, name }) => [id, name]));
  return rows.map((row) => auditEventSummary(row, names));
}

function olderThan({ occurredAtMs, id }: Place): Prisma.AuditEventWhereInput {
  const occurredAt = new Date(occurredAtMs);
  // The first condition is what the index is read by; the second settles events of one moment.
  return {
    occurredAt: { lte: occurredAt },
    OR: [{ occurredAt: { lt: occurredAt } }, { id: { lt: id } }],
  };
}
