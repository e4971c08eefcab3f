import { randomBytes } from "node:crypto";
import { z } from "zod";
import { actorUserId } from "../verb/actor-name.ts";
import { environmentVerb } from "../verb/environment-verb.ts";
import { isAlive, listGateways } from "./list-gateways.ts";

/** Long enough to open a socket, too short to be worth stealing. */
const ticketMs = 60_000;

/** A ticket to the live feed of an environment, and where the feed is. */
export type LiveAccess = {
  /** Opens one socket. */
  readonly ticket: string;
  readonly expiresAtMs: number;
  readonly gateways: readonly {
    readonly instanceId: string;
    readonly name: string;
    readonly liveUrl: string;
    readonly alive: boolean;
  }[];
};

/** Mints a ticket that holds for 60 s. */
export const mintLiveTicket = environmentVerb({
  scope: "live:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<LiveAccess> => {
    const nowMs = ctx.clock();
    const gateways = await listGateways(ctx.db.prisma, nowMs);
    const expiresAtMs = nowMs + ticketMs;
    const ticket = ctx.keys.gateway.signTicket({
      environmentId: environment.id,
      subject: actorUserId(ctx.actor) ?? ctx.actor.kind,
      expiresAtMs,
      nonce: randomBytes(16).toString("base64url"),
    });
    return {
      ticket,
      expiresAtMs,
      gateways: gateways.map((gateway) => ({
        instanceId: gateway.id,
        name: gateway.name,
        liveUrl: gateway.liveUrl,
        alive: isAlive(gateway, nowMs),
      })),
    };
  },
});
