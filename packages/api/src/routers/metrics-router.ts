import { queryCells, readCells } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const metricsRouter = trpc.router({
  history: inEnvironment.input(readCells.input).query(({ ctx, input }) => readCells({ ctx: ctx.verb, input })),
  query: inEnvironment.input(queryCells.input).query(({ ctx, input }) => queryCells({ ctx: ctx.verb, input })),
});
