import { getRequest, listRequests } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const requestsRouter = trpc.router({
  list: inEnvironment.input(listRequests.input).query(({ ctx, input }) => listRequests({ ctx: ctx.verb, input })),
  get: inEnvironment.input(getRequest.input).query(({ ctx, input }) => getRequest({ ctx: ctx.verb, input })),
});
