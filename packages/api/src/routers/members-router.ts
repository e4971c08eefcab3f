import { changeMemberRole, listMembers, removeMember } from "@meridian/operations";
import { inWorkspace } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const membersRouter = trpc.router({
  list: inWorkspace.input(listMembers.input).query(({ ctx, input }) => listMembers({ ctx: ctx.verb, input })),
  changeRole: inWorkspace
    .input(changeMemberRole.input)
    .mutation(({ ctx, input }) => changeMemberRole({ ctx: ctx.verb, input })),
  remove: inWorkspace.input(removeMember.input).mutation(({ ctx, input }) => removeMember({ ctx: ctx.verb, input })),
});
