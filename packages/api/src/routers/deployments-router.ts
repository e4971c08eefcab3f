import { getActiveDeployment, getApplicationStatus, listDeployments } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const deploymentsRouter = trpc.router({
  list: inEnvironment.input(listDeployments.input).query(({ ctx, input }) => listDeployments({ ctx: ctx.verb, input })),
  active: inEnvironment
    .input(getActiveDeployment.input)
    .query(({ ctx, input }) => getActiveDeployment({ ctx: ctx.verb, input })),
  status: inEnvironment
    .input(getApplicationStatus.input)
    .query(({ ctx, input }) => getApplicationStatus({ ctx: ctx.verb, input })),
});
