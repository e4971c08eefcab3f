import { type MetricAnswer, metricQuerySchema, packMetricCell } from "@meridian/metrics";
import { environmentVerb } from "../verb/environment-verb.ts";
import { foldGroups } from "./fold-groups.ts";

/** Gateways write their cells every 2 s: what is older than this is there, if all is well. */
const settleMs = 5_000;

/**
 * The environment's requests over time, filtered and grouped. Reads the widest cells whose width (10 s, 1 min, 5 min, 1 h,
 * 6 h, a day) divides the step, and narrower ones at the end where wider ones are not made yet. The step is widened where
 * cells that narrow are not kept any more, or when the question would read more than about 60,000 rows.
 */
export const queryCells = environmentVerb({
  scope: "metrics:read",
  input: metricQuerySchema,
  run: async ({ ctx, input, environment }): Promise<MetricAnswer> => {
    const read = await ctx.cells.queryCells({ ...input, environmentId: environment.id });
    const { fromMs, toMs, stepMs, width, rowsRead } = read;
    const { groups, foldedGroups, cells } = foldGroups(read.groups);
    return {
      fromMs,
      toMs,
      stepMs,
      resolutionMs: width * 1_000,
      completeUntilMs: Math.min(toMs, ctx.clock() - settleMs),
      rowsRead,
      by: input.by,
      groups,
      foldedGroups,
      cells: cells.map(({ startMs, group, outcome, counts }) =>
        packMetricCell((startMs - fromMs) / stepMs, group, outcome, counts),
      ),
    };
  },
});
