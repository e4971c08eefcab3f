import type { Prisma } from "@meridian/db";

/** What an event says of a thing before or after: no credential is ever among it. */
type AuditFields = Readonly<Record<string, unknown>>;

/** One entry of the audit log. */
export type AuditEventSummary = {
  readonly id: string;
  readonly occurredAtMs: number;
  /** `resource.action`. */
  readonly action: string;
  readonly actor: {
    readonly kind: string;
    readonly id: string | null;
    readonly name: string;
    /** At that time. */
    readonly role: string | null;
  };
  readonly target: { readonly kind: string; readonly id: string };
  /** null: it concerned the workspace as a whole. */
  readonly environment: { readonly id: string; readonly name: string } | null;
  readonly before: AuditFields | null;
  readonly after: AuditFields | null;
};

type Row = Prisma.AuditEventGetPayload<object>;

/** @param environments names by id; one that is gone is called by its id */
export function auditEventSummary(row: Row, environments: ReadonlyMap<string, string>): AuditEventSummary {
  const { environmentId: id } = row;
  return {
    id: row.id,
    occurredAtMs: row.occurredAt.getTime(),
    action: row.action,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName, role: row.actorRole },
    target: { kind: row.targetKind, id: row.targetId },
    environment: id === null ? null : { id, name: environments.get(id) ?? id },
    before: fieldsOf(row.before),
    after: fieldsOf(row.after),
  };
}

function fieldsOf(json: Prisma.JsonValue): AuditFields | null {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? json : null;
}
