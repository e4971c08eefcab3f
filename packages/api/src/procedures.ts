import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { translateErrors } from "./translate-errors.ts";
import { trpc } from "./trpc.ts";

/** For a signed-in user, wherever they belong. */
export const signedIn = trpc.procedure.use(translateErrors).use(({ ctx, next }) => {
  if (ctx.userId === null) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
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
