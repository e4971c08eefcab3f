import { cellWidths, keptFrom, ownDetailDays, readRowUse, type RowUse } from "@meridian/db";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { retentionChoice, retentionOf } from "./retention-input.ts";

/** What a choice would delete. */
export type RetentionPreview = {
  readonly requests: RowUse;
  readonly requestDetails: RowUse;
  readonly cells: RowUse;
};

const nothing: RowUse = { rows: 0, bytes: 0, exact: true };

/** Says what the worker would delete within the hour if the environment chose so. Changes nothing. */
export const previewRetention = environmentVerb({
  scope: "retention:read",
  input: z.object({ environmentId: z.uuid(), days: retentionChoice }),
  run: async ({ ctx, input, environment }): Promise<RetentionPreview> => {
    const { pool } = ctx.db;
    const nowMs = ctx.clock();
    const own = retentionOf(input.days) ?? {};
    const older = (kind: Parameters<typeof readRowUse>[1], days: number | null = null) =>
      days === null ? nothing : readRowUse(pool, kind, environment.id, keptFrom(nowMs, days));
    const cells: RowUse[] = [];
    for (const width of cellWidths) cells.push(await older(width, own.cells));
    return {
      requests: await older("requests", own.requests),
      requestDetails: await older("requestDetails", ownDetailDays(own)),
      cells: cells.reduce((sum, use) => ({
        rows: sum.rows + use.rows,
        bytes: sum.bytes + use.bytes,
        exact: sum.exact && use.exact,
      })),
    };
  },
});
