import { type MetricAnswer, metricQuerySchema, packMetricCell } from "@meridian/metrics";
import { environmentVerb } from "../verb/environment-verb.ts";
import { foldGroups } from "./fold-groups.ts";

/** Gateways write their cells every 2 s: what is older than this is there, if all is well. */
const settleMs = 5_000;

/**
 * The environment's requests over time, filtered and grouped. Reads the widest cells whose width divides the step: 10 s,
 * 1 min or 1 h.
 */
export const queryCells = environmentVerb({
  scope: "metrics:read",
  input: metricQuerySchema,
  run: async ({ ctx, input, environment }): Promise<MetricAnswer> => {
    const { stepMs, filter, by, histograms } = input;
    const fromMs = Math.floor(input.fromMs / stepMs) * stepMs;
    const toMs = Math.ceil(input.toMs / stepMs) * stepMs;
    const resolution = stepMs % 3_600_000 === 0 ? 3600 : stepMs % 60_000 === 0 ? 60 : 10;
    const read = await ctx.cells.queryCells({
      environmentId: environment.id,
      fromMs,
      toMs,
      resolution,
      stepMs,
      filter,
      by,
      histograms,
    });
    const { groups, foldedGroups, cells } = foldGroups(read);
    return {
      fromMs,
      toMs,
      stepMs,
      by,
      groups,
      foldedGroups,
      resolutionMs: resolution * 1_000,
      completeUntilMs: Math.min(toMs, ctx.clock() - settleMs),
      rowsRead: read.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
      cells: cells.map(({ startMs, group, outcome, counts }) =>
        packMetricCell((startMs - fromMs) / stepMs, group, outcome, counts),
      ),
    };
  },
});
