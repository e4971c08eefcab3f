import { cancelOverride, createOverride, listOverrides, restoreOverride } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const overridesRouter = trpc.router({
  list: inEnvironment.input(listOverrides.input).query(({ ctx, input }) => listOverrides({ ctx: ctx.verb, input })),
  create: inEnvironment
    .input(createOverride.input)
    .mutation(({ ctx, input }) => createOverride({ ctx: ctx.verb, input })),
  cancel: inEnvironment
    .input(cancelOverride.input)
    .mutation(({ ctx, input }) => cancelOverride({ ctx: ctx.verb, input })),
  restore: inEnvironment
    .input(restoreOverride.input)
    .mutation(({ ctx, input }) => restoreOverride({ ctx: ctx.verb, input })),
});
