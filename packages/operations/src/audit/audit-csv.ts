import type { AuditEventSummary } from "./audit-event.ts";

const columns: readonly (readonly [string, (event: AuditEventSummary) => string])[] = [
  ["occurred_at", ({ occurredAtMs }) => new Date(occurredAtMs).toISOString()],
  ["action", ({ action }) => action],
  ["actor_kind", ({ actor }) => actor.kind],
  ["actor_id", ({ actor }) => actor.id ?? ""],
  ["actor_name", ({ actor }) => actor.name],
  ["actor_role", ({ actor }) => actor.role ?? ""],
  ["target_kind", ({ target }) => target.kind],
  ["target_id", ({ target }) => target.id],
  ["environment", ({ environment }) => environment?.name ?? ""],
  ["before", ({ before }) => (before ? JSON.stringify(before) : "")],
  ["after", ({ after }) => (after ? JSON.stringify(after) : "")],
  ["id", ({ id }) => id],
];

/** Events as RFC 4180 text with a header line; times in UTC. */
export function auditCsv(events: readonly AuditEventSummary[]): string {
  const lines = [columns.map(([name]) => name), ...events.map((event) => columns.map(([, read]) => read(event)))];
  return `${lines.map((fields) => fields.map(csvField).join(",")).join("\r\n")}\r\n`;
}

/** What a spreadsheet would run as a formula is made text by an apostrophe: names and reasons are written by people. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
