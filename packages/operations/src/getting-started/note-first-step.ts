import { z } from "zod";
import { OperationError } from "../errors.ts";
import { actorUserId } from "../verb/actor-name.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";

const fields = { story_read: "storyReadAt", dismissed: "dismissedAt" } as const;

/** Notes of the acting person what nothing else tells: that they read a request's story, or want no checklist. Once is enough. */
export const noteFirstStep = workspaceMutation({
  scope: "workspace:read",
  input: z.object({ workspaceId: z.uuid(), step: z.enum(["story_read", "dismissed"]) }),
  run: async ({ tx, ctx, input: { step }, nowMs }) => {
    const { workspaceId } = ctx;
    const userId = actorUserId(ctx.actor);
    if (userId === null) throw new OperationError("forbidden", "Only people have first steps.");
    const where = { workspaceId_userId: { workspaceId, userId } };
    const before = await tx.gettingStarted.findUnique({ where });
    const field = fields[step];
    if (before?.[field]) return { result: null, audit: null };
    const noted = { [field]: new Date(nowMs) };
    await tx.gettingStarted.upsert({ where, create: { workspaceId, userId, ...noted }, update: noted });
    return {
      result: null,
      audit: { action: "getting-started.note", target: { kind: "user", id: userId }, before: null, after: { step } },
    };
  },
});
