import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { translateErrors } from "./translate-errors.ts";
import { trpc } from "./trpc.ts";

/** For a signed-in user, wherever they belong. Of anyone else not even the input is read. */
export const signedIn = trpc.procedure.use(translateErrors).use(async ({ ctx, next, getRawInput }) => {
  if (ctx.userId === null) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  try {
    await getRawInput();
  } catch (error) {
    if (error instanceof TRPCError && error.cause === undefined) throw error;
    // No JSON, or not as superjson writes it. The parser's own words are for nobody.
    throw new TRPCError({ code: "BAD_REQUEST", message: "The input of this call cannot be read." });
  }
  return next({ ctx: { userId: ctx.userId } });
});

/** For a member of the workspace that the input names. What they may do there, the verb decides. */
export const inWorkspace = signedIn.input(z.object({ workspaceId: z.uuid() })).use(async ({ ctx, input, next }) => {
  return next({ ctx: { verb: await ctx.operations.inWorkspace(ctx.userId, input.workspaceId) } });
});

/** For a member of the workspace to which the environment that the input names belongs. */
export const inEnvironment = signedIn.input(z.object({ environmentId: z.uuid() })).use(async ({ ctx, input, next }) => {
  return next({ ctx: { verb: await ctx.operations.inEnvironment(ctx.userId, input.environmentId) } });
});
