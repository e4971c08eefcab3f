import {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  restoreSavedView,
  updateSavedView,
} from "@meridian/operations";
import { inWorkspace } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const savedViewsRouter = trpc.router({
  list: inWorkspace.input(listSavedViews.input).query(({ ctx, input }) => listSavedViews({ ctx: ctx.verb, input })),
  create: inWorkspace
    .input(createSavedView.input)
    .mutation(({ ctx, input }) => createSavedView({ ctx: ctx.verb, input })),
  update: inWorkspace
    .input(updateSavedView.input)
    .mutation(({ ctx, input }) => updateSavedView({ ctx: ctx.verb, input })),
  delete: inWorkspace
    .input(deleteSavedView.input)
    .mutation(({ ctx, input }) => deleteSavedView({ ctx: ctx.verb, input })),
  restore: inWorkspace
    .input(restoreSavedView.input)
    .mutation(({ ctx, input }) => restoreSavedView({ ctx: ctx.verb, input })),
});
