import { z } from "zod";
import { credentialUses } from "../environment/credential-uses.ts";
import { limitWords } from "../usage-limits/limit-words.ts";
import { limitsOf } from "../usage-limits/limits-of.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { findKey, requireNotRevoked } from "./find-key.ts";
import { gatewayKeySummary } from "./gateway-key-summary.ts";
import { keyContent, requireAhead, requireFreeName } from "./key-content.ts";

/** Gives a key another name, other routes, limits or another end. Its text stays. Throws `conflict` for a revoked one. */
export const editGatewayKey = environmentMutation({
  scope: "gateway-keys:write",
  input: z.object({ environmentId: z.uuid(), keyId: z.string().max(64), ...keyContent }),
  run: async ({ tx, input, environment, nowMs }) => {
    const { name, routes, expiresAtMs, limits } = input;
    const before = await findKey(tx, environment.id, input.keyId);
    requireNotRevoked(before);
    const endedAtMs = before.expiresAt?.getTime() ?? null;
    // An end that has passed may stay: changing a name must not bring a key back to life.
    if (expiresAtMs !== endedAtMs) requireAhead(expiresAtMs, nowMs);
    await requireFreeName(tx, environment, name, before.id);
    const data = { name, routes, limits, expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs) };
    const edited = await tx.gatewayKey.update({ where: { id: before.id }, data });
    return {
      result: gatewayKeySummary(edited, await credentialUses(tx, environment.id), nowMs),
      audit: {
        action: "gateway-key.edit",
        target: { kind: "gateway-key", id: before.id },
        before: {
          name: before.name,
          routes: before.routes,
          expiresAtMs: endedAtMs,
          limits: limitWords(limitsOf(before)),
        },
        after: { name, routes, expiresAtMs, limits: limitWords(limits) },
      },
    };
  },
});
