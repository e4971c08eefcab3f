import { createInvitation, listInvitations, renewInvitation, revokeInvitation } from "@meridian/operations";
import { inWorkspace } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const invitationsRouter = trpc.router({
  list: inWorkspace.input(listInvitations.input).query(({ ctx, input }) => listInvitations({ ctx: ctx.verb, input })),
  create: inWorkspace
    .input(createInvitation.input)
    .mutation(({ ctx, input }) => createInvitation({ ctx: ctx.verb, input })),
  renew: inWorkspace
    .input(renewInvitation.input)
    .mutation(({ ctx, input }) => renewInvitation({ ctx: ctx.verb, input })),
  revoke: inWorkspace
    .input(revokeInvitation.input)
    .mutation(({ ctx, input }) => revokeInvitation({ ctx: ctx.verb, input })),
});
