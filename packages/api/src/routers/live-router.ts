import { mintLiveTicket } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const liveRouter = trpc.router({
  // A mutation, because a ticket is made anew each time and must never come from a cache.
  ticket: inEnvironment
    .input(mintLiveTicket.input)
    .mutation(({ ctx, input }) => mintLiveTicket({ ctx: ctx.verb, input })),
});
