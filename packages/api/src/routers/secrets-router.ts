import { listSecrets, setSecret } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const secretsRouter = trpc.router({
  list: inEnvironment.input(listSecrets.input).query(({ ctx, input }) => listSecrets({ ctx: ctx.verb, input })),
  set: inEnvironment.input(setSecret.input).mutation(({ ctx, input }) => setSecret({ ctx: ctx.verb, input })),
});
