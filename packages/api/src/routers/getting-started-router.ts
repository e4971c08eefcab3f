import { getGettingStarted, noteFirstStep } from "@meridian/operations";
import { inEnvironment, inWorkspace } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const gettingStartedRouter = trpc.router({
  get: inEnvironment
    .input(getGettingStarted.input)
    .query(({ ctx, input }) => getGettingStarted({ ctx: ctx.verb, input })),
  note: inWorkspace.input(noteFirstStep.input).mutation(({ ctx, input }) => noteFirstStep({ ctx: ctx.verb, input })),
});
