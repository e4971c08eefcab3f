import { z } from "zod";
import { OperationError } from "../errors.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { gatewayKeySummary } from "./gateway-key-summary.ts";

/** Ends a key for good. Revoking it again changes nothing. */
export const revokeGatewayKey = environmentMutation({
  scope: "gateway-keys:write",
  input: z.object({ environmentId: z.uuid(), keyId: z.string().max(64) }),
  run: async ({ tx, input, environment, nowMs }) => {
    const key = await tx.gatewayKey.findFirst({ where: { id: input.keyId, environmentId: environment.id } });
    if (!key) throw new OperationError("not_found", "There is no such key.");
    if (key.revokedAt) return { result: gatewayKeySummary(key, nowMs), audit: null };
    const revoked = await tx.gatewayKey.update({ where: { id: key.id }, data: { revokedAt: new Date(nowMs) } });
    return {
      result: gatewayKeySummary(revoked, nowMs),
      audit: {
        action: "gateway-key.revoke",
        target: { kind: "gateway-key", id: key.id },
        before: { name: key.name, prefix: key.prefix, revoked: false },
        after: { name: key.name, prefix: key.prefix, revoked: true },
      },
    };
  },
});
