import type { RequestSummary } from "@meridian/db";
import { requestOutcomes } from "@meridian/metrics";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";

/** Where a page ends: the last request on it. */
const requestCursor = z.object({ startedAtMs: z.number().int().nonnegative(), id: z.uuid() });

/** One page of requests, newest first. */
export type RequestPage = {
  readonly requests: readonly RequestSummary[];
  /** Where the next page begins; null on the last. */
  readonly nextCursor: z.output<typeof requestCursor> | null;
};

/** Requests of the environment, newest first, by pages that stay put while new ones arrive. */
export const listRequests = environmentVerb({
  scope: "requests:read",
  input: z.object({
    environmentId: z.uuid(),
    cursor: requestCursor.optional(),
    limit: z.number().int().min(1).max(200).default(50),
    filter: z
      .object({
        outcome: z.enum(requestOutcomes).optional(),
        route: z.string().max(128).optional(),
        upstream: z.string().max(128).optional(),
      })
      .default({}),
  }),
  run: async ({ ctx, input, environment }): Promise<RequestPage> => {
    const { cursor, limit, filter } = input;
    const rows = await ctx.records.listRequests({
      environmentId: environment.id,
      limit: limit + 1,
      filter,
      ...(cursor && { before: cursor }),
    });
    const requests = rows.slice(0, limit);
    const last = requests.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { requests, nextCursor: more ? { startedAtMs: last.startedAtMs, id: last.id } : null };
  },
});
