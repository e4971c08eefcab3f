import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { findSecret } from "./find-secret.ts";
import { requireHostsFit } from "./require-hosts-fit.ts";
import { secretContent } from "./secret-content.ts";
import { secretReferences } from "./secret-references.ts";
import { secretSummary } from "./secret-summary.ts";

/** Says anew where a secret may be sent. Throws `conflict` when the active config sends it elsewhere. */
export const setSecretHosts = environmentMutation({
  scope: "secrets:write",
  input: z.object({ environmentId: z.uuid(), name: secretContent.name, allowedHosts: secretContent.allowedHosts }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const { name, allowedHosts } = input;
    const before = await findSecret(tx, environment.id, name);
    await requireHostsFit(tx, environment.id, name, allowedHosts);
    const secret = await tx.secret.update({
      where: { id: before.id },
      data: {
        allowedHosts,
        updatedById: actorUserId(ctx.actor),
        updatedByName: actorName(ctx.actor),
        updatedAt: new Date(nowMs),
      },
    });
    const uses = await credentialUses(tx, environment.id);
    return {
      result: secretSummary(secret, uses, await secretReferences(tx, environment.id)),
      audit: {
        action: "secret.set-hosts",
        target: { kind: "secret", id: before.id },
        before: { name, allowedHosts: before.allowedHosts },
        after: { name, allowedHosts },
      },
    };
  },
});
