import { getErrorInsight, listErrorInsights, reopenErrorInsight, resolveErrorInsight } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const errorInsightsRouter = trpc.router({
  list: inEnvironment
    .input(listErrorInsights.input)
    .query(({ ctx, input }) => listErrorInsights({ ctx: ctx.verb, input })),
  get: inEnvironment.input(getErrorInsight.input).query(({ ctx, input }) => getErrorInsight({ ctx: ctx.verb, input })),
  resolve: inEnvironment
    .input(resolveErrorInsight.input)
    .mutation(({ ctx, input }) => resolveErrorInsight({ ctx: ctx.verb, input })),
  reopen: inEnvironment
    .input(reopenErrorInsight.input)
    .mutation(({ ctx, input }) => reopenErrorInsight({ ctx: ctx.verb, input })),
});
