import { z } from "zod";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { auditFilter } from "./audit-filter.ts";
import { auditCsv } from "./audit-csv.ts";
import { readAuditEvents } from "./read-audit-events.ts";

/** An export is answered whole: more events than this are to be fetched by narrower times. */
const most = 10_000;

/** A file of events, newest first. */
export type AuditExport = {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
  readonly events: number;
  /** Older events were left out: the file would have been too long. */
  readonly truncated: boolean;
};

/** Hands out at most the newest 10,000 events that a filter takes, and notes in the audit log who took them. */
export const exportAuditEvents = workspaceMutation({
  scope: "audit:read",
  input: z.object({ format: z.enum(["csv", "json"]), filter: auditFilter.default({}) }),
  run: async ({ tx, ctx, input, nowMs }) => {
    const { format, filter } = input;
    const read = await readAuditEvents(tx, ctx, { filter, before: null, limit: most + 1 });
    const events = read.slice(0, most);
    const truncated = read.length > most;
    const day = new Date(nowMs).toISOString().slice(0, 10);
    const result: AuditExport = {
      fileName: `audit-log-${day}.${format}`,
      mediaType: format === "csv" ? "text/csv" : "application/json",
      text: format === "csv" ? auditCsv(events) : JSON.stringify(events, null, 2),
      events: events.length,
      truncated,
    };
    return {
      result,
      audit: {
        action: "audit-log.export",
        target: { kind: "audit-log", id: ctx.workspaceId },
        before: null,
        after: { format, events: events.length, truncated, filter: JSON.stringify(filter) },
      },
    };
  },
});
