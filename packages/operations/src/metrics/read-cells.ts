import type { Cell } from "@meridian/metrics";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";

const hourMs = 3_600_000;
const longestMs = 24 * hourMs;

/** After this long all cells of a width are there, ms, if all is well. */
const settleMs = { 10: 30_000, 60: 300_000 } as const;

/** Cells of a time range; `startMs` of each is a multiple of `resolutionMs`. */
export type CellHistory = {
  readonly cells: readonly Cell[];
  readonly resolutionMs: 10_000 | 60_000;
  /** false when cells may still be missing: gateways write theirs every few seconds, the worker merges them by the minute. */
  readonly complete: boolean;
};

/** The environment's cells of at most 24 hours: up to an hour in windows of 10 s, above that of 60 s. */
export const readCells = environmentVerb({
  scope: "metrics:read",
  input: z
    .object({ environmentId: z.uuid(), fromMs: z.number().int().nonnegative(), toMs: z.number().int().nonnegative() })
    .refine(({ fromMs, toMs }) => fromMs < toMs, "fromMs must lie before toMs.")
    .refine(({ fromMs, toMs }) => toMs - fromMs <= longestMs, "A range is at most 24 hours long."),
  run: async ({ ctx, input, environment }): Promise<CellHistory> => {
    const { fromMs, toMs } = input;
    const resolution = toMs - fromMs <= hourMs ? 10 : 60;
    const cells = await ctx.cells.readCells({ environmentId: environment.id, fromMs, toMs, resolution });
    return {
      cells,
      resolutionMs: resolution === 10 ? 10_000 : 60_000,
      complete: toMs <= ctx.clock() - settleMs[resolution],
    };
  },
});
