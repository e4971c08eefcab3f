import { queryCells } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const metricsRouter = trpc.router({
  query: inEnvironment.input(queryCells.input).query(({ ctx, input }) => queryCells({ ctx: ctx.verb, input })),
});
