import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { findKey } from "./find-key.ts";
import { gatewayKeySummary } from "./gateway-key-summary.ts";

/** Ends the grace of a re-rolled key now: only its new text opens it. Again, or without a grace, changes nothing. */
export const endPreviousGatewayKey = environmentMutation({
  scope: "gateway-keys:write",
  input: z.object({ environmentId: z.uuid(), keyId: z.string().max(64) }),
  run: async ({ tx, input, environment, nowMs }) => {
    const before = await findKey(tx, environment.id, input.keyId);
    const uses = await credentialUses(tx, environment.id);
    const summary = gatewayKeySummary(before, uses, nowMs);
    if (!summary.previous) return { result: summary, audit: null };
    const ended = await tx.gatewayKey.update({
      where: { id: before.id },
      data: { previousSha256: null, previousPrefix: null, previousExpiresAt: null },
    });
    const { name } = before;
    const { prefix, expiresAtMs } = summary.previous;
    return {
      result: gatewayKeySummary(ended, uses, nowMs),
      audit: {
        action: "gateway-key.end-previous",
        target: { kind: "gateway-key", id: before.id },
        before: { name, previousPrefix: prefix, previousExpiresAtMs: expiresAtMs },
        after: { name, previousPrefix: null, previousExpiresAtMs: null },
      },
    };
  },
});
