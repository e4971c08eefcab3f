import { getConfigVersion, listConfigVersions, listSecretNames, publish, rollBack } from "@meridian/operations";
import { inEnvironment, inWorkspace } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const routingConfigRouter = trpc.router({
  versions: inWorkspace
    .input(listConfigVersions.input)
    .query(({ ctx, input }) => listConfigVersions({ ctx: ctx.verb, input })),
  version: inWorkspace
    .input(getConfigVersion.input)
    .query(({ ctx, input }) => getConfigVersion({ ctx: ctx.verb, input })),
  publish: inWorkspace.input(publish.input).mutation(({ ctx, input }) => publish({ ctx: ctx.verb, input })),
  rollBack: inWorkspace.input(rollBack.input).mutation(({ ctx, input }) => rollBack({ ctx: ctx.verb, input })),
  secretNames: inEnvironment
    .input(listSecretNames.input)
    .query(({ ctx, input }) => listSecretNames({ ctx: ctx.verb, input })),
});
