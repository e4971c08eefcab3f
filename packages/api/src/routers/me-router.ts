import { getAccount, setPreferences, setPreferencesInput } from "@meridian/operations";
import { signedIn } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const meRouter = trpc.router({
  get: signedIn.query(({ ctx }) => getAccount({ ctx: ctx.operations.account(ctx.userId) })),
  setPreferences: signedIn
    .input(setPreferencesInput)
    .mutation(({ ctx, input }) => setPreferences({ ctx: ctx.operations.account(ctx.userId), input })),
});
