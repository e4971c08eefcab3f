import { newGatewayKey } from "@meridian/sealing";
import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import type { CreatedGatewayKey } from "./create-gateway-key.ts";
import { findKey, requireActive } from "./find-key.ts";
import { gatewayKeySummary } from "./gateway-key-summary.ts";

const longestGraceMs = 7 * 86_400_000;

/**
 * Gives a key another text; the old one holds for the grace, and never longer than the key itself. The key stays what it
 * is in dashboards and limits. A grace that is still running ends: at most two texts open a key.
 */
export const reRollGatewayKey = environmentMutation({
  scope: "gateway-keys:write",
  input: z.object({
    environmentId: z.uuid(),
    keyId: z.string().max(64),
    /** 0: the old text ends at once. */
    graceMs: z.number().int().min(0).max(longestGraceMs, "graceMs: the old key holds for 7 days at most."),
  }),
  run: async ({ tx, input, environment, nowMs }) => {
    const before = await findKey(tx, environment.id, input.keyId);
    requireActive(before, nowMs);
    const { text, sha256, prefix } = newGatewayKey();
    const graceEndMs = Math.min(nowMs + input.graceMs, before.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY);
    const kept = graceEndMs > nowMs;
    const row = await tx.gatewayKey.update({
      where: { id: before.id },
      data: {
        sha256,
        prefix,
        previousSha256: kept ? before.sha256 : null,
        previousPrefix: kept ? before.prefix : null,
        previousExpiresAt: kept ? new Date(graceEndMs) : null,
      },
    });
    await tx.credentialUse.deleteMany({
      where: { environmentId: environment.id, kind: "previous-gateway-key", name: before.id },
    });
    const uses = await credentialUses(tx, environment.id);
    const result: CreatedGatewayKey = { key: gatewayKeySummary(row, uses, nowMs), text };
    const { name } = before;
    return {
      result,
      audit: {
        action: "gateway-key.re-roll",
        target: { kind: "gateway-key", id: before.id },
        before: { name, prefix: before.prefix },
        after: { name, prefix, previousExpiresAtMs: kept ? graceEndMs : null },
      },
    };
  },
});
