import { z } from "zod";
import { OperationError } from "../errors.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { overrideSummary } from "./override-summary.ts";
import { requireKnownPlace } from "./require-known-place.ts";

/** Takes a cancellation back: the override stands again until the end it had. Throws `conflict` when that has passed. */
export const restoreOverride = environmentMutation({
  scope: "overrides:write",
  input: z.object({ environmentId: z.uuid(), overrideId: z.uuid() }),
  run: async ({ tx, input, environment, nowMs }) => {
    const row = await tx.override.findFirst({ where: { id: input.overrideId, environmentId: environment.id } });
    if (!row) throw new OperationError("not_found", "There is no such override.");
    if (row.expiresAt.getTime() <= nowMs) {
      throw new OperationError("conflict", "This override would have ended by now: give a new one.");
    }
    if (!row.cancelledAt) return { result: overrideSummary(row, nowMs), audit: null };
    const { kind, upstream, route } = row;
    await requireKnownPlace(tx, environment.id, { upstream, route });
    const restored = await tx.override.update({
      where: { id: row.id },
      data: { cancelledAt: null, cancelledByName: null },
    });
    return {
      result: overrideSummary(restored, nowMs),
      audit: {
        action: "override.restore",
        target: { kind: "override", id: row.id },
        before: { kind, upstream, state: "cancelled" },
        after: { kind, upstream, state: "active" },
      },
    };
  },
});
