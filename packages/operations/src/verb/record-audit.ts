import { randomUUID } from "node:crypto";
import type { Actor } from "@meridian/access";
import type { OperationContext, Transaction } from "../operation-context.ts";
import { actorName } from "./actor-name.ts";

type AuditFields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What a mutation did, for the audit log. It never holds a credential. */
export type AuditEntry = {
  /** `resource.action`, for example `gateway-key.revoke`. */
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly before: AuditFields | null;
  readonly after: AuditFields | null;
};

/** Appends to the audit log: who, in which role at that time, did what. */
export async function recordAudit(
  tx: Transaction,
  /** `environmentId` null: it concerns the workspace as a whole. */
  at: { readonly ctx: OperationContext; readonly environmentId: string | null; readonly nowMs: number },
  { action, target, before, after }: AuditEntry,
): Promise<void> {
  const { actor, workspaceId } = at.ctx;
  await tx.auditEvent.create({
    data: {
      id: randomUUID(),
      workspaceId,
      environmentId: at.environmentId,
      action,
      actorKind: actor.kind,
      actorId: actorId(actor),
      actorName: actorName(actor),
      actorRole: actor.kind === "user" ? actor.role : null,
      targetKind: target.kind,
      targetId: target.id,
      ...(before && { before }),
      ...(after && { after }),
      occurredAt: new Date(at.nowMs),
    },
  });
}

function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return actor.userId;
    case "key":
      return actor.keyId;
    case "system":
      return actor.process;
  }
}
