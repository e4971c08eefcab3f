import type { RequestCursor, RequestSummary } from "@meridian/db";
import { z } from "zod";
import { environmentVerb } from "../verb/environment-verb.ts";
import { requestCursorInput, requestFilterInput, windowInput } from "./request-filter-input.ts";

/** One page of requests, newest first. */
export type RequestPage = {
  readonly requests: readonly RequestSummary[];
  /** Where to go on into the past; null when there is nothing older. */
  readonly olderCursor: RequestCursor | null;
  /** Where to go on towards now; null on a page that ends with the newest. */
  readonly newerCursor: RequestCursor | null;
  /**
   * Set when the page is short because looking for what fits stopped at its bound: the moment up to which the log was
   * looked through, epoch ms. More may fit beyond it.
   */
  readonly lookedUntilMs: number | null;
};

/** Requests of the environment, newest first, by pages that stay put while new ones arrive. */
export const listRequests = environmentVerb({
  scope: "requests:read",
  input: z.object({
    environmentId: z.uuid(),
    cursor: requestCursorInput.optional(),
    /** Into the past, or towards now. */
    direction: z.enum(["forward", "backward"]).default("forward"),
    limit: z.number().int().min(1).max(500).default(50),
    filter: requestFilterInput,
    ...windowInput,
  }),
  run: async ({ ctx, input, environment }): Promise<RequestPage> => {
    const { cursor, limit, filter, direction, fromMs, toMs } = input;
    const older = direction === "forward";
    const { requests: found, stoppedAt } = await ctx.records.listRequests({
      environmentId: environment.id,
      limit: limit + 1,
      direction: older ? "older" : "newer",
      filter,
      cursor,
      fromMs,
      toMs,
    });
    // One more than asked for tells whether there are more: it lies at the far end.
    const requests = older ? found.slice(0, limit) : found.slice(-limit);
    const last = older ? requests.at(-1) : requests[0];
    const onward = found.length > limit && last !== undefined ? cursorOf(last) : stoppedAt;
    const back = older ? requests[0] : requests.at(-1);
    // Where one came from there is more, even when nothing was found here.
    const backward = cursor === undefined ? null : back ? cursorOf(back) : cursor;
    return {
      requests,
      olderCursor: older ? onward : backward,
      newerCursor: older ? backward : onward,
      lookedUntilMs: stoppedAt?.startedAtMs ?? null,
    };
  },
});

const cursorOf = ({ startedAtMs, id }: RequestSummary): RequestCursor => ({ startedAtMs, id });
