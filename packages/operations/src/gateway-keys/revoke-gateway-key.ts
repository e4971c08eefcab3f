import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { findKey } from "./find-key.ts";
import { gatewayKeySummary } from "./gateway-key-summary.ts";

/** Ends a key for good, with the text that it had before a re-roll. Revoking it again changes nothing. */
export const revokeGatewayKey = environmentMutation({
  scope: "gateway-keys:write",
  input: z.object({ environmentId: z.uuid(), keyId: z.string().max(64) }),
  run: async ({ tx, input, environment, nowMs }) => {
    const key = await findKey(tx, environment.id, input.keyId);
    const uses = await credentialUses(tx, environment.id);
    if (key.revokedAt) return { result: gatewayKeySummary(key, uses, nowMs), audit: null };
    const revoked = await tx.gatewayKey.update({ where: { id: key.id }, data: { revokedAt: new Date(nowMs) } });
    return {
      result: gatewayKeySummary(revoked, uses, nowMs),
      audit: {
        action: "gateway-key.revoke",
        target: { kind: "gateway-key", id: key.id },
        before: { name: key.name, prefix: key.prefix, revoked: false },
        after: { name: key.name, prefix: key.prefix, revoked: true },
      },
    };
  },
});
