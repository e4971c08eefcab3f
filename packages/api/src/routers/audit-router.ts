import { exportAuditEvents, listAuditEvents, listAuditTerms } from "@meridian/operations";
import { inWorkspace } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const auditRouter = trpc.router({
  list: inWorkspace.input(listAuditEvents.input).query(({ ctx, input }) => listAuditEvents({ ctx: ctx.verb, input })),
  terms: inWorkspace.input(listAuditTerms.input).query(({ ctx, input }) => listAuditTerms({ ctx: ctx.verb, input })),
  // A mutation: that it was taken is written down.
  export: inWorkspace
    .input(exportAuditEvents.input)
    .mutation(({ ctx, input }) => exportAuditEvents({ ctx: ctx.verb, input })),
});
