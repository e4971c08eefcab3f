import { randomUUID } from "node:crypto";
import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { OperationError } from "../errors.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { requireHostsFit } from "./require-hosts-fit.ts";
import { secretContent } from "./secret-content.ts";
import { secretReferences } from "./secret-references.ts";
import { secretSummary } from "./secret-summary.ts";

/** Stores a provider credential, sealed, in place of one of the same name; gateways get it with the next snapshot. */
export const setSecret = environmentMutation({
  scope: "secrets:write",
  mendsSecrets: true,
  input: z.object({
    environmentId: z.uuid(),
    ...secretContent,
    /** Throws `conflict` instead of replacing one of the same name. */
    onlyNew: z.boolean().default(false),
  }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const { name, value, allowedHosts } = input;
    const where = { environmentId_name: { environmentId: environment.id, name } };
    const before = await tx.secret.findUnique({ where, select: { allowedHosts: true } });
    if (before && input.onlyNew) {
      throw new OperationError("conflict", `${environment.name} has a secret named ${name}: rotate that one.`);
    }
    await requireHostsFit(tx, environment.id, name, allowedHosts);
    const now = new Date(nowMs);
    const content = {
      sealed: ctx.keys.sealStored(value, environment.id, name),
      allowedHosts,
      updatedById: actorUserId(ctx.actor),
      updatedByName: actorName(ctx.actor),
      updatedAt: now,
    };
    const place = { id: randomUUID(), workspaceId: environment.workspaceId, environmentId: environment.id, name };
    const secret = await tx.secret.upsert({ where, create: { ...place, ...content, createdAt: now }, update: content });
    const uses = await credentialUses(tx, environment.id);
    return {
      result: secretSummary(secret, uses, await secretReferences(tx, environment.id)),
      audit: {
        action: "secret.set",
        target: { kind: "secret", id: secret.id },
        before: before && { name, allowedHosts: before.allowedHosts },
        after: { name, allowedHosts },
      },
    };
  },
});
