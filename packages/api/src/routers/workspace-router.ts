import {
  createEnvironment,
  getWorkspaceLimits,
  renameEnvironment,
  renameWorkspace,
  setWorkspaceLimits,
} from "@meridian/operations";
import { inWorkspace } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const workspaceRouter = trpc.router({
  rename: inWorkspace
    .input(renameWorkspace.input)
    .mutation(({ ctx, input }) => renameWorkspace({ ctx: ctx.verb, input })),
  createEnvironment: inWorkspace
    .input(createEnvironment.input)
    .mutation(({ ctx, input }) => createEnvironment({ ctx: ctx.verb, input })),
  renameEnvironment: inWorkspace
    .input(renameEnvironment.input)
    .mutation(({ ctx, input }) => renameEnvironment({ ctx: ctx.verb, input })),
  limits: inWorkspace
    .input(getWorkspaceLimits.input)
    .query(({ ctx, input }) => getWorkspaceLimits({ ctx: ctx.verb, input })),
  setLimits: inWorkspace
    .input(setWorkspaceLimits.input)
    .mutation(({ ctx, input }) => setWorkspaceLimits({ ctx: ctx.verb, input })),
});
