import {
  createGatewayKey,
  editGatewayKey,
  endPreviousGatewayKey,
  listGatewayKeys,
  listKeySpend,
  reRollGatewayKey,
  revokeGatewayKey,
} from "@meridian/operations";
import { inEnvironment } from "../procedures.ts";
import { trpc } from "../trpc.ts";

export const keysRouter = trpc.router({
  list: inEnvironment.input(listGatewayKeys.input).query(({ ctx, input }) => listGatewayKeys({ ctx: ctx.verb, input })),
  spend: inEnvironment.input(listKeySpend.input).query(({ ctx, input }) => listKeySpend({ ctx: ctx.verb, input })),
  create: inEnvironment
    .input(createGatewayKey.input)
    .mutation(({ ctx, input }) => createGatewayKey({ ctx: ctx.verb, input })),
  edit: inEnvironment
    .input(editGatewayKey.input)
    .mutation(({ ctx, input }) => editGatewayKey({ ctx: ctx.verb, input })),
  reRoll: inEnvironment
    .input(reRollGatewayKey.input)
    .mutation(({ ctx, input }) => reRollGatewayKey({ ctx: ctx.verb, input })),
  endPrevious: inEnvironment
    .input(endPreviousGatewayKey.input)
    .mutation(({ ctx, input }) => endPreviousGatewayKey({ ctx: ctx.verb, input })),
  revoke: inEnvironment
    .input(revokeGatewayKey.input)
    .mutation(({ ctx, input }) => revokeGatewayKey({ ctx: ctx.verb, input })),
});
