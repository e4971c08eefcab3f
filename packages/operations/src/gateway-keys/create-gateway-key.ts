import { newGatewayKey } from "@meridian/sealing";
import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { limitWords } from "../usage-limits/limit-words.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { type GatewayKeySummary, gatewayKeySummary } from "./gateway-key-summary.ts";
import { keyContent, requireAhead, requireFreeName } from "./key-content.ts";

/** A new key: `text` is what callers send, and is never to be had again. */
export type CreatedGatewayKey = { readonly key: GatewayKeySummary; readonly text: string };

/** Makes a key to the environment. Throws `conflict` when the name is taken, also by a revoked key. */
export const createGatewayKey = environmentMutation({
  scope: "gateway-keys:write",
  input: z.object({
    environmentId: z.uuid(),
    name: keyContent.name,
    routes: keyContent.routes.default(["*"]),
    expiresAtMs: keyContent.expiresAtMs.default(null),
    limits: keyContent.limits.default({}),
  }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const { name, routes, expiresAtMs, limits } = input;
    requireAhead(expiresAtMs, nowMs);
    await requireFreeName(tx, environment, name);
    const { id, text, sha256, prefix } = newGatewayKey();
    const row = await tx.gatewayKey.create({
      data: {
        id,
        workspaceId: environment.workspaceId,
        environmentId: environment.id,
        name,
        sha256,
        prefix,
        routes,
        limits,
        createdById: actorUserId(ctx.actor),
        createdByName: actorName(ctx.actor),
        createdAt: new Date(nowMs),
        expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs),
      },
    });
    const uses = await credentialUses(tx, environment.id);
    const result: CreatedGatewayKey = { key: gatewayKeySummary(row, uses, nowMs), text };
    return {
      result,
      audit: {
        action: "gateway-key.create",
        target: { kind: "gateway-key", id },
        before: null,
        after: { name, prefix, routes, expiresAtMs, limits: limitWords(limits) },
      },
    };
  },
});
