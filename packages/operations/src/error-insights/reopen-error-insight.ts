import { randomUUID } from "node:crypto";
import { restingState } from "@meridian/metrics";
import { z } from "zod";
import { actorName } from "../verb/actor-name.ts";
import { environmentRecordMutation } from "../verb/environment-record-mutation.ts";
import { findInsight } from "./find-insight.ts";
import { insightSummary } from "./insight-summary.ts";
import { insightNote } from "./resolve-error-insight.ts";

/** Says that a resolved error is not dealt with after all. One that is open is left as it is. */
export const reopenErrorInsight = environmentRecordMutation({
  scope: "error-insights:write",
  input: z.object({ environmentId: z.uuid(), id: z.uuid(), note: insightNote }),
  run: async ({ tx, ctx, input, environment, nowMs }) => {
    const before = await findInsight(tx, environment.id, input.id);
    if (before.state !== "resolved") return { result: insightSummary(before), audit: null };
    const at = new Date(nowMs);
    const state = restingState({ firstSeenMs: before.firstSeenAt.getTime() }, nowMs);
    const transition = {
      fromState: "resolved",
      toState: state,
      note: input.note,
      byName: actorName(ctx.actor),
    } as const;
    const after = await tx.errorInsight.update({
      where: { id: before.id },
      data: {
        state,
        stateSince: at,
        resolvedAt: null,
        transitions: { create: { id: randomUUID(), ...transition, at } },
      },
    });
    return {
      result: insightSummary(after),
      audit: {
        action: "error-insight.reopen",
        target: { kind: "error-insight", id: before.id },
        before: { state: "resolved" },
        after: { state, errorClass: before.errorClass, upstream: before.upstream, note: input.note },
      },
    };
  },
});
