import { createGatewayKey, listGatewayKeys, revokeGatewayKey } from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const keysRouter = trpc.router({
  list: inEnvironment.input(listGatewayKeys.input).query(({ ctx, input }) => listGatewayKeys({ ctx: ctx.verb, input })),
  create: inEnvironment
    .input(createGatewayKey.input)
    .mutation(({ ctx, input }) => createGatewayKey({ ctx: ctx.verb, input })),
  revoke: inEnvironment
    .input(revokeGatewayKey.input)
    .mutation(({ ctx, input }) => revokeGatewayKey({ ctx: ctx.verb, input })),
});
