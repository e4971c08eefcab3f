import { deleteSecret, listSecrets, rotateSecret, setSecret, setSecretHosts } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const secretsRouter = trpc.router({
  list: inEnvironment.input(listSecrets.input).query(({ ctx, input }) => listSecrets({ ctx: ctx.verb, input })),
  set: inEnvironment.input(setSecret.input).mutation(({ ctx, input }) => setSecret({ ctx: ctx.verb, input })),
  rotate: inEnvironment.input(rotateSecret.input).mutation(({ ctx, input }) => rotateSecret({ ctx: ctx.verb, input })),
  setHosts: inEnvironment
    .input(setSecretHosts.input)
    .mutation(({ ctx, input }) => setSecretHosts({ ctx: ctx.verb, input })),
  delete: inEnvironment.input(deleteSecret.input).mutation(({ ctx, input }) => deleteSecret({ ctx: ctx.verb, input })),
});
