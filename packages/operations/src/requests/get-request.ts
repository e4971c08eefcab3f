import type { RequestStory } from "@meridian/db";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import { environmentVerb } from "../verb/environment-verb.ts";

/** The whole story of one request. Throws `not_found` when there is none, or no longer one. */
export const getRequest = environmentVerb({
  scope: "requests:read",
  input: z.object({ environmentId: z.uuid(), id: z.uuid() }),
  run: async ({ ctx, input, environment }): Promise<RequestStory> => {
    const request = await ctx.records.getRequest(environment.id, input.id);
    if (!request) throw new OperationError("not_found", "There is no such request, or it is kept no longer.");
    return request;
  },
});
