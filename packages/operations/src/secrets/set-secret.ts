import { randomUUID } from "node:crypto";
import { z } from "zod";
import { actorUserId } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { allowedHost } from "./allowed-host.ts";
import { secretSummary } from "./secret-summary.ts";

/** Stores a provider credential, sealed, in place of one of the same name; gateways get it with the next snapshot. */
export const setSecret = environmentMutation({
  scope: "secrets:write",
  mendsSecrets: true,
  input: z.object({
    environmentId: z.uuid(),
    /** As in `${secret.NAME}`. */
    name: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, "A name has letters, digits, `_`, `.` and `-`."),
    value: z
      .string()
      .max(8_192)
      .regex(/^[\x21-\x7e]+$/, "A credential has visible ASCII characters only, without spaces and line ends."),
    allowedHosts: z.array(allowedHost).min(1, "Name at least one host that the secret may be sent to.").max(50),
  }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const { name, value } = input;
    const allowedHosts = [...new Set(input.allowedHosts)];
    const where = { environmentId_name: { environmentId: environment.id, name } };
    const before = await tx.secret.findUnique({ where, select: { allowedHosts: true } });
    const now = new Date(nowMs);
    const content = {
      sealed: ctx.keys.sealStored(value, environment.id, name),
      allowedHosts,
      updatedById: actorUserId(ctx.actor),
      updatedAt: now,
    };
    const place = { id: randomUUID(), workspaceId: environment.workspaceId, environmentId: environment.id, name };
    const secret = await tx.secret.upsert({ where, create: { ...place, ...content, createdAt: now }, update: content });
    return {
      result: secretSummary(secret),
      audit: {
        action: "secret.set",
        target: { kind: "secret", id: secret.id },
        before: before && { name, allowedHosts: before.allowedHosts },
        after: { name, allowedHosts },
      },
    };
  },
});
