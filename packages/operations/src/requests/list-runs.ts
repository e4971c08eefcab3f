import { type RunListing, runKinds } from "@meridian/db";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { requestCursorInput, windowInput } from "./request-filter-input.ts";

/** Requests grouped by the session or trace that they belong to; the run that was busy last first. */
export const listRuns = environmentVerb({
  scope: "requests:read",
  input: z.object({
    environmentId: z.uuid(),
    by: z.enum(runKinds),
    cursor: requestCursorInput.optional(),
    direction: z.literal("forward").optional(),
    limit: z.number().int().min(1).max(100).default(50),
    ...windowInput,
  }),
  run: ({ ctx, input, environment }): Promise<RunListing> => {
    const { by, cursor, limit, fromMs, toMs } = input;
    return ctx.records.listRuns({ environmentId: environment.id, by, cursor, limit, fromMs, toMs });
  },
});
