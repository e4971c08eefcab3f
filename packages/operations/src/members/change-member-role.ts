import { roles } from "@meridian/access";
import { z } from "zod";
import { workspaceMutation } from "../verb/workspace-mutation.ts";
import { changeMember } from "./change-member.ts";

/** Gives a member another role. It holds from their next call on: roles are read at each. */
export const changeMemberRole = workspaceMutation({
  scope: "members:write",
  input: z.object({ workspaceId: z.uuid(), userId: z.uuid(), role: z.enum(roles) }),
  run: async ({ tx, ctx, input: { userId, role } }) => {
    const audit = await changeMember(tx, ctx, { userId, to: role, action: "member.change-role" });
    return { result: { userId, role }, audit };
  },
});
