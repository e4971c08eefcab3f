import {
  countRequestFacets,
  getRequest,
  getRequestCohort,
  getRun,
  listRequests,
  listRuns,
  searchRequests,
} from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const requestsRouter = trpc.router({
  list: inEnvironment.input(listRequests.input).query(({ ctx, input }) => listRequests({ ctx: ctx.verb, input })),
  facets: inEnvironment
    .input(countRequestFacets.input)
    .query(({ ctx, input }) => countRequestFacets({ ctx: ctx.verb, input })),
  search: inEnvironment.input(searchRequests.input).query(({ ctx, input }) => searchRequests({ ctx: ctx.verb, input })),
  get: inEnvironment.input(getRequest.input).query(({ ctx, input }) => getRequest({ ctx: ctx.verb, input })),
  cohort: inEnvironment
    .input(getRequestCohort.input)
    .query(({ ctx, input }) => getRequestCohort({ ctx: ctx.verb, input })),
  runs: inEnvironment.input(listRuns.input).query(({ ctx, input }) => listRuns({ ctx: ctx.verb, input })),
  run: inEnvironment.input(getRun.input).query(({ ctx, input }) => getRun({ ctx: ctx.verb, input })),
});
