import { emptySparse, mergeSparse, shareBelow, shareOfValuesBelow } from "@meridian/metrics";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import { environmentVerb } from "../verb/environment-verb.ts";

const hourMs = 3_600_000;

/** Below these many a comparison says nothing. */
const fewest = 20;

/** How a request compares: `above` is the share (0..1) of `of` requests that it was above. */
export type CohortRank = { readonly above: number; readonly of: number };

/** One request among the others of its route. Every rank is null when there are too few to compare with. */
export type RequestCohort = {
  readonly route: string;
  /** Full hours of about a day up to the request, epoch ms; `toMs` is excluded. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Of all completed requests of the window, from the histograms of its cells. */
  readonly duration: CohortRank | null;
  /** Of its streams. */
  readonly firstToken: CohortRank | null;
  /** Of the newest completed ones in the window, 5,000 at most, from the log: cells know no such histograms. */
  readonly cost: CohortRank | null;
  readonly tokens: CohortRank | null;
};

/** Where a completed request stands among those of its route; null for one without a route or that did not complete. */
export const getRequestCohort = environmentVerb({
  scope: "requests:read",
  input: z.object({ environmentId: z.uuid(), id: z.uuid() }),
  run: async ({ ctx, input, environment }): Promise<RequestCohort | null> => {
    const request = await ctx.records.getRequest(environment.id, input.id);
    if (!request) throw new OperationError("not_found", "There is no such request, or it is kept no longer.");
    const { route, outcome, startedAtMs } = request;
    if (route === null || outcome !== "completed") return null;
    const toMs = Math.floor(startedAtMs / hourMs) * hourMs + hourMs;
    const window = { environmentId: environment.id, route, fromMs: toMs - 25 * hourMs, toMs };
    const [{ groups }, costs] = await Promise.all([
      ctx.cells.queryCells({
        ...window,
        stepMs: hourMs,
        filter: { route: [route], outcome: ["completed"] },
        by: [],
        histograms: ["durationMs", "firstTokenMs"],
      }),
      ctx.records.costsOf(window),
    ]);
    const histograms = {
      durationMs: groups.map(({ counts }) => counts.durationMs).reduce(mergeSparse, emptySparse),
      firstTokenMs: groups.map(({ counts }) => counts.firstTokenMs).reduce(mergeSparse, emptySparse),
    };
    const rank = (of: number, above: number | null): CohortRank | null =>
      above === null || of < fewest ? null : { above, of };
    const tokens = request.inputTokens + request.outputTokens;
    return {
      route,
      fromMs: window.fromMs,
      toMs,
      duration: rank(histograms.durationMs.count, shareBelow(histograms.durationMs, request.durationMs)),
      firstToken:
        request.firstTokenMs === null
          ? null
          : rank(histograms.firstTokenMs.count, shareBelow(histograms.firstTokenMs, request.firstTokenMs)),
      cost: rank(costs.costNanoUsd.length, shareOfValuesBelow(costs.costNanoUsd, request.costNanoUsd)),
      tokens: rank(costs.tokens.length, shareOfValuesBelow(costs.tokens, tokens)),
    };
  },
});
