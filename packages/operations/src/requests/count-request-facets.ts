import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { countFitting, type FacetName, type FacetValue, facetCounts } from "./facet-counts.ts";
import { requestFilterInput, windowInput } from "./request-filter-input.ts";

/** How requests are spread over what they can be filtered by: counts of a sample, the newest requests of the window. */
export type RequestFacets = {
  /** How many requests were counted: all of the window, or its newest 10,000. */
  readonly counted: number;
  readonly complete: boolean;
  /** Start of the oldest counted request; null without any. */
  readonly sinceMs: number | null;
  /** How many of the counted fit the whole filter. null: the filter names a session or trace, which are not counted. */
  readonly fitting: number | null;
  readonly facets: Readonly<Record<FacetName, readonly FacetValue[]>>;
};

/** Counts for the filters of the request log, apart from its lines: neither waits for the other. */
export const countRequestFacets = environmentVerb({
  scope: "requests:read",
  input: z.object({ environmentId: z.uuid(), filter: requestFilterInput, ...windowInput }),
  run: async ({ ctx, input, environment }): Promise<RequestFacets> => {
    const { filter, fromMs, toMs } = input;
    const { minDurationMs } = filter;
    const sample = await ctx.records.sampleRequests({ environmentId: environment.id, fromMs, toMs, minDurationMs });
    const bySomethingElse = filter.sessionHash !== undefined || filter.traceId !== undefined;
    return {
      counted: sample.requests,
      complete: !sample.more,
      sinceMs: sample.sinceMs,
      fitting: bySomethingElse ? null : countFitting(sample.groups, filter),
      facets: facetCounts(sample.groups, filter),
    };
  },
});
