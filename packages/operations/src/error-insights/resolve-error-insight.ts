import { randomUUID } from "node:crypto";
import { z } from "zod";
import { actorName } from "../verb/actor-name.ts";
import { environmentRecordMutation } from "../verb/environment-record-mutation.ts";
import { findInsight } from "./find-insight.ts";
import { insightSummary } from "./insight-summary.ts";

export const insightNote = z.string().trim().max(500).default("");

/** Says that an error is dealt with. When it is seen again it is regressed. One that is resolved is left as it is. */
export const resolveErrorInsight = environmentRecordMutation({
  scope: "error-insights:write",
  input: z.object({ environmentId: z.uuid(), id: z.uuid(), note: insightNote }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const before = await findInsight(tx, environment.id, input.id);
    if (before.state === "resolved") return { result: insightSummary(before), audit: null };
    const at = new Date(nowMs);
    const after = await tx.errorInsight.update({
      where: { id: before.id },
      data: {
        state: "resolved",
        stateSince: at,
        resolvedAt: at,
        transitions: {
          create: {
            id: randomUUID(),
            fromState: before.state,
            toState: "resolved",
            note: input.note,
            byName: actorName(ctx.actor),
            at,
          },
        },
      },
    });
    return {
      result: insightSummary(after),
      audit: {
        action: "error-insight.resolve",
        target: { kind: "error-insight", id: before.id },
        before: { state: before.state },
        after: { state: "resolved", errorClass: before.errorClass, upstream: before.upstream, note: input.note },
      },
    };
  },
});
