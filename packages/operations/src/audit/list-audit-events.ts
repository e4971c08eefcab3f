import { z } from "zod";
import { workspaceVerb } from "../verb/workspace-verb.ts";
import type { AuditEventSummary } from "./audit-event.ts";
import { auditFilter } from "./audit-filter.ts";
import { readAuditEvents } from "./read-audit-events.ts";

/** Where a page ends: the last event on it. */
const auditCursor = z.object({ occurredAtMs: z.number().int().nonnegative(), id: z.uuid() });

/** One page of the audit log, newest first. */
export type AuditPage = {
  readonly events: readonly AuditEventSummary[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: z.output<typeof auditCursor> | null;
};

/** Who did what in the workspace, newest first, by pages that stay put while new events arrive. */
export const listAuditEvents = workspaceVerb({
  scope: "audit:read",
  input: z.object({
    cursor: auditCursor.optional(),
    limit: z.number().int().min(1).max(200).default(50),
    filter: auditFilter.default({}),
  }),
  run: async ({ ctx, input }): Promise<AuditPage> => {
    const { cursor, limit, filter } = input;
    const read = await readAuditEvents(ctx.db.prisma, ctx, { filter, before: cursor ?? null, limit: limit + 1 });
    const events = read.slice(0, limit);
    const last = events.at(-1);
    const more = read.length > limit && last !== undefined;
    return { events, nextCursor: more ? { occurredAtMs: last.occurredAtMs, id: last.id } : null };
  },
});
