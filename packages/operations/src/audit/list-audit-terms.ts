import { z } from "zod";
import { workspaceVerb } from "../verb/workspace-verb.ts";

/** What the audit log can be filtered by: what stands in its latest events. */
export type AuditTerms = {
  readonly actions: readonly string[];
  readonly targetKinds: readonly string[];
  readonly actors: readonly { readonly id: string; readonly name: string }[];
};

/** Looked through for terms; whoever did something long ago is found by time. */
const looked = 5_000;

/** The terms of the workspace's latest 5,000 events, sorted. An actor goes by the latest name. */
export const listAuditTerms = workspaceVerb({
  scope: "audit:read",
  input: z.object({ workspaceId: z.uuid() }),
  run: async ({ ctx }): Promise<AuditTerms> => {
    const rows = await ctx.db.prisma.auditEvent.findMany({
      where: { workspaceId: ctx.workspaceId },
      orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
      take: looked,
      select: { action: true, targetKind: true, actorId: true, actorName: true },
    });
    const actors = new Map<string, string>();
    for (const { actorId, actorName } of rows) if (actorId && !actors.has(actorId)) actors.set(actorId, actorName);
    return {
      actions: [...new Set(rows.map(({ action }) => action))].sort(),
      targetKinds: [...new Set(rows.map(({ targetKind }) => targetKind))].sort(),
      actors: [...actors].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, "en-US")),
    };
  },
});
