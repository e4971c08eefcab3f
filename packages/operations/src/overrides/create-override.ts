import { randomUUID } from "node:crypto";
import { z } from "zod";
import { OperationError } from "../errors.ts";
import { actorName, actorUserId } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { overrideSummary } from "./override-summary.ts";
import { requireKnownPlace } from "./require-known-place.ts";

/** What an order is for ends within a week; what shall last longer belongs into the routing config. */
const longestMs = 7 * 86_400_000;

const common = {
  environmentId: z.uuid(),
  upstream: z.string().min(1).max(128),
  reason: z.string().trim().min(1, "Say why, so that others know.").max(500),
  expiresAtMs: z.number().int(),
};

const createOverrideInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("drain"), ...common }),
  z.object({ kind: z.literal("cap"), ...common, maxShare: z.number().min(0).max(1) }),
  z.object({ kind: z.literal("force"), ...common, route: z.string().min(1).max(128) }),
]);

/**
 * Gives an order that stands above the config until it expires, at most 7 days on. Throws `invalid_input` when what it
 * names is not in the config that is active now.
 */
export const createOverride = environmentMutation({
  scope: "overrides:write",
  input: createOverrideInput,
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const { kind, upstream, reason, expiresAtMs } = input;
    if (expiresAtMs <= nowMs || expiresAtMs > nowMs + longestMs) {
      throw new OperationError("invalid_input", "expiresAtMs: an override ends in the future, within 7 days.");
    }
    const specifics = {
      maxShare: input.kind === "cap" ? input.maxShare : null,
      route: input.kind === "force" ? input.route : null,
    };
    await requireKnownPlace(tx, environment.id, { upstream, route: specifics.route });
    const row = await tx.override.create({
      data: {
        id: randomUUID(),
        workspaceId: environment.workspaceId,
        environmentId: environment.id,
        kind,
        upstream,
        reason,
        ...specifics,
        createdById: actorUserId(ctx.actor),
        createdByName: actorName(ctx.actor),
        createdAt: new Date(nowMs),
        expiresAt: new Date(expiresAtMs),
      },
    });
    return {
      result: overrideSummary(row, nowMs),
      audit: {
        action: "override.create",
        target: { kind: "override", id: row.id },
        before: null,
        after: { kind, upstream, reason, expiresAtMs, ...specifics },
      },
    };
  },
});
