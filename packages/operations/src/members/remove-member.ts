import { z } from "zod";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { changeMember } from "./change-member.ts";

/** Takes a member out of the workspace. Their account stays, and what they did keeps their name. */
export const removeMember = workspaceMutation({
  scope: "members:write",
  input: z.object({ workspaceId: z.uuid(), userId: z.uuid() }),
  run: async ({ tx, ctx, input: { userId } }) => {
    const audit = await changeMember(tx, ctx, { userId, to: null, action: "member.remove" });
    return { result: { userId }, audit };
  },
});
