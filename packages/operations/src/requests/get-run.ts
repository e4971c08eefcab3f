import { type RequestSummary, type Run, runKinds } from "@meridian/db";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import { environmentVerb } from "../verb/environment-verb.ts";

const mostShown = 500;

/** One run and its requests, oldest first: of more than 500 the newest 500. */
export type RunStory = { readonly run: Run; readonly requests: readonly RequestSummary[]; readonly omitted: boolean };

/** Throws `not_found` when nothing of the run is kept. */
export const getRun = environmentVerb({
  scope: "requests:read",
  input: z.object({ environmentId: z.uuid(), by: z.enum(runKinds), key: z.string().min(1).max(128) }),
  run: async ({ ctx, input, environment }): Promise<RunStory> => {
    const { by, key } = input;
    const filter = by === "session" ? { sessionHash: key } : { traceId: key };
    const [run, { requests }] = await Promise.all([
      ctx.records.getRun({ environmentId: environment.id, by, key }),
      ctx.records.listRequests({ environmentId: environment.id, limit: mostShown, filter }),
    ]);
    if (!run) throw new OperationError("not_found", `There is no such ${by}, or it is kept no longer.`);
    return { run, requests: requests.toReversed(), omitted: run.more || run.requests > mostShown };
  },
});
