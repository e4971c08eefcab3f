import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { findSecret } from "./find-secret.ts";
import { secretContent } from "./secret-content.ts";
import { secretReferences } from "./secret-references.ts";
import { secretSummary } from "./secret-summary.ts";

/** Gives a secret another value. Gateways use it for every attempt that begins after they have it, within a second. */
export const rotateSecret = environmentMutation({
  scope: "secrets:write",
  mendsSecrets: true,
  input: z.object({ environmentId: z.uuid(), name: secretContent.name, value: secretContent.value }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const { name, value } = input;
    const before = await findSecret(tx, environment.id, name);
    const secret = await tx.secret.update({
      where: { id: before.id },
      data: {
        sealed: ctx.keys.sealStored(value, environment.id, name),
        updatedById: actorUserId(ctx.actor),
        updatedByName: actorName(ctx.actor),
        updatedAt: new Date(nowMs),
      },
    });
    const uses = await credentialUses(tx, environment.id);
    return {
      result: secretSummary(secret, uses, await secretReferences(tx, environment.id)),
      audit: {
        action: "secret.rotate",
        target: { kind: "secret", id: before.id },
        before: { name, updatedAtMs: before.updatedAt.getTime() },
        after: { name, updatedAtMs: nowMs },
      },
    };
  },
});
