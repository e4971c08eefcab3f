import { newGatewayKey } from "@meridian/sealing";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import { actorUserId } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { type GatewayKeySummary, gatewayKeySummary } from "./gateway-key-summary.ts";

/** A new key: `text` is what callers send, and is never to be had again. */
export type CreatedGatewayKey = { readonly key: GatewayKeySummary; readonly text: string };

/** Makes a key to the environment. Throws `conflict` when the name is taken, also by a revoked key. */
export const createGatewayKey = environmentMutation({
  scope: "gateway-keys:write",
  input: z.object({
    environmentId: z.uuid(),
    name: z
      .string()
      .trim()
      .regex(
        /^[\p{L}\p{N}][\p{L}\p{N} ._:/@-]{0,63}$/u,
        "A name has 1 to 64 letters, digits, spaces and `. _ : / @ -`.",
      ),
    /** Route names or patterns with `*`. */
    routes: z
      .array(z.string().regex(/^[A-Za-z0-9._:/@+*-]{1,128}$/, "Write a route's name, or a pattern with `*`."))
      .min(1, "Without a route the key could do nothing: `*` stands for all of them.")
      .max(50)
      .default(["*"]),
    expiresAtMs: z.number().int().nullable().default(null),
  }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const { name, routes, expiresAtMs } = input;
    if (expiresAtMs !== null && expiresAtMs <= nowMs) {
      throw new OperationError("invalid_input", "expiresAtMs: the key would have expired already.");
    }
    const where = { environmentId_name: { environmentId: environment.id, name } };
    if (await tx.gatewayKey.findUnique({ where, select: { id: true } })) {
      throw new OperationError(
        "conflict",
        `${environment.name} has, or had, a key named ${name}: choose another name.`,
      );
    }
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
        createdById: actorUserId(ctx.actor),
        createdAt: new Date(nowMs),
        expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs),
      },
    });
    const result: CreatedGatewayKey = { key: gatewayKeySummary(row, nowMs), text };
    return {
      result,
      audit: {
        action: "gateway-key.create",
        target: { kind: "gateway-key", id },
        before: null,
        after: { name, prefix, routes, expiresAtMs },
      },
    };
  },
});
