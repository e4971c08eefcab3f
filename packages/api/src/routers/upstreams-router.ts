import { findEngines, testUpstream } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const upstreamsRouter = trpc.router({
  engines: inEnvironment.input(findEngines.input).query(({ ctx, input }) => findEngines({ ctx: ctx.verb, input })),
  // A mutation, although it changes nothing: the key must not stand in an address.
  test: inEnvironment.input(testUpstream.input).mutation(({ ctx, input }) => testUpstream({ ctx: ctx.verb, input })),
});
