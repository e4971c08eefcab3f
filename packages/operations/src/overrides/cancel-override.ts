import { z } from "zod";
import { OperationError } from "../errors.ts";
import { actorName } from "../verb/actor-name.ts";
import { environmentMutation } from "../verb/environment-mutation.ts";
import { overrideSummary } from "./override-summary.ts";

/** Ends an override before its time. One that has ended already is left as it is. */
export const cancelOverride = environmentMutation({
  scope: "overrides:write",
  input: z.object({ environmentId: z.uuid(), overrideId: z.uuid() }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const row = await tx.override.findFirst({ where: { id: input.overrideId, environmentId: environment.id } });
    if (!row) throw new OperationError("not_found", "There is no such override.");
    const before = overrideSummary(row, nowMs);
    if (before.state !== "active") return { result: before, audit: null };
    const cancelled = await tx.override.update({
      where: { id: row.id },
      data: { cancelledAt: new Date(nowMs), cancelledByName: actorName(ctx.actor) },
    });
    const { kind, upstream } = row;
    return {
      result: overrideSummary(cancelled, nowMs),
      audit: {
        action: "override.cancel",
        target: { kind: "override", id: row.id },
        before: { kind, upstream, state: "active" },
        after: { kind, upstream, state: "cancelled" },
      },
    };
  },
});
