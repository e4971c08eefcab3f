import { z } from "zod";
import { OperationError } from "../errors.ts";
import { actorUserId } from "../verb/actor-name.ts";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { changeMember } from "./change-member.ts";

/** Takes the actor out of the workspace. Throws `conflict` for its only owner. */
export const leaveWorkspace = workspaceMutation({
  scope: "workspace:read",
  input: z.object({ workspaceId: z.uuid() }),
  run: async ({ tx, ctx }) => {
    const userId = actorUserId(ctx.actor);
    if (userId === null) throw new OperationError("forbidden", "Only people can leave a workspace.");
    const audit = await changeMember(tx, ctx, { userId, to: null, action: "member.leave" });
    return { result: { left: true }, audit };
  },
});
