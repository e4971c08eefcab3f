import { getRetention, previewRetention, setRetention } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const retentionRouter = trpc.router({
  get: inEnvironment.input(getRetention.input).query(({ ctx, input }) => getRetention({ ctx: ctx.verb, input })),
  preview: inEnvironment
    .input(previewRetention.input)
    .query(({ ctx, input }) => previewRetention({ ctx: ctx.verb, input })),
  set: inEnvironment.input(setRetention.input).mutation(({ ctx, input }) => setRetention({ ctx: ctx.verb, input })),
});
