import { randomUUID } from "node:crypto";
import type { Role } from "@meridian/access";
import { describe, expect, it } from "vitest";
import { type WorkspaceScene, workspaceScenes } from "../../test/workspace-scene.ts";
import { createInvitation } from "../invitations/create-invitation.ts";
import { changeMemberRole } from "./change-member-role.ts";
import { leaveWorkspace } from "./leave-workspace.ts";
import { listMembers } from "./list-members.ts";
import { removeMember } from "./remove-member.ts";

const { scene } = workspaceScenes();

const changing = async (at: WorkspaceScene, by: Role, userId: string, role: Role) => {
  const { workspaceId } = at;
  return changeMemberRole({ ctx: await at.as(by), input: { workspaceId, userId, role } });
};

describe("members", () => {
  it("are listed by name, with role and when they were seen", async () => {
    const at = await scene();
    const where = { id: at.userIds.viewer };
    await at.ctx.db.prisma.user.update({ where, data: { lastSeenAt: new Date(at.world.nowMs) } });
    const members = await listMembers({ ctx: await at.as("viewer"), input: { workspaceId: at.workspaceId } });
    expect(members.map(({ role }) => role)).toEqual(["admin", "domain_expert", "engineer", "owner", "viewer"]);
    expect(members.at(-1)).toMatchObject({ userId: at.userIds.viewer, lastSeenAtMs: at.world.nowMs });
    expect(members[0]?.lastSeenAtMs).toBeNull();
  });

  it("have a new role from their next call on, and the change is audited with both roles", async () => {
    const at = await scene();
    await changing(at, "admin", at.userIds.viewer, "admin");
    expect((await at.as("viewer")).actor).toMatchObject({ role: "admin" });
    const event = await at.ctx.db.prisma.auditEvent.findFirstOrThrow({ where: { action: "member.change-role" } });
    expect(event).toMatchObject({
      targetId: at.userIds.viewer,
      actorId: at.userIds.admin,
      before: { role: "viewer" },
      after: { role: "admin" },
    });
    await changing(at, "admin", at.userIds.viewer, "admin");
    expect(await at.auditActions()).toEqual(["member.change-role"]);
  });

  it("cannot all stop being owners, not even 2 owners who leave at once", async () => {
    const at = await scene();
    const input = { workspaceId: at.workspaceId };
    await expect(leaveWorkspace({ ctx: await at.as("owner"), input })).rejects.toMatchObject({ code: "conflict" });
    await changing(at, "owner", at.userIds.admin, "owner");
    const both = [await at.as("owner"), await at.as("admin")];
    const ended = await Promise.allSettled(both.map((ctx) => leaveWorkspace({ ctx, input })));
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const where = { workspaceId: at.workspaceId, role: "owner" } as const;
    expect(await at.ctx.db.prisma.membership.count({ where })).toBe(1);
  });

  it("who lost their role while their call was under way cannot use it any more", async () => {
    const at = await scene();
    const [owner, admin] = [await at.as("owner"), await at.as("admin")];
    const input = { workspaceId: at.workspaceId, userId: at.userIds.viewer };
    await changeMemberRole({ ctx: owner, input: { ...input, userId: at.userIds.admin, role: "viewer" } });
    await expect(removeMember({ ctx: admin, input })).rejects.toMatchObject({ code: "forbidden" });
    await removeMember({ ctx: owner, input: { ...input, userId: at.userIds.admin } });
    await expect(removeMember({ ctx: admin, input })).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["an admin an owner", "admin", "viewer", "owner"],
    ["an admin of an owner anything", "admin", "owner", "viewer"],
    ["an admin an owner of themselves", "admin", "admin", "owner"],
  ] as const)("nobody makes: %s", async (_, by, whom, role) => {
    const at = await scene();
    await changing(at, "owner", at.userIds.engineer, "owner");
    await expect(changing(at, by, at.userIds[whom], role)).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each([
    ["are removed", null, "viewer", true],
    ["may invite nobody any more", "engineer", "viewer", true],
    ["are owners no more", "admin", "owner", false],
  ] as const)("who %s leave no open invitation that they could not make now", async (_, to, ended, all) => {
    const at = await scene();
    const { prisma } = at.ctx.db;
    const { workspaceId, userIds } = at;
    const by = to === "admin" ? "owner" : "admin";
    await changing(at, "owner", userIds.viewer, "owner");
    const inviting = async (who: Role, role: Role) => {
      const ctx = { ...(await at.as(who)), mail: { publicUrl: "https://meridian.example.com" } };
      const email = `${randomUUID()}@acme.test`;
      return (await createInvitation({ ctx, input: { workspaceId, email, role } })).invitation.id;
    };
    const theirs = await inviting(by, ended);
    const also = await inviting(by, "engineer");
    const kept = [await inviting("viewer", ended), ...(all ? [] : [also])];
    const revoked = [theirs, ...(all ? [also] : [])];
    const ctx = await at.as("viewer");
    if (to === null) await removeMember({ ctx, input: { workspaceId, userId: userIds[by] } });
    else await changeMemberRole({ ctx, input: { workspaceId, userId: userIds[by], role: to } });
    const open = await prisma.invitation.findMany({ where: { workspaceId, revokedAt: null } });
    expect(open.map(({ id }) => id).sort()).toEqual(kept.sort());
    const mails = await prisma.mailMessage.findMany({ where: { workspaceId, state: "cancelled", sealedBody: null } });
    expect(mails.map(({ invitationId }) => invitationId).sort()).toEqual(revoked.sort());
    const events = await prisma.auditEvent.findMany({ where: { workspaceId, action: "invitation.revoke" } });
    expect(events.map(({ targetId, actorId }) => [targetId, actorId]).sort()).toEqual(
      revoked.map((id) => [id, userIds.viewer]).sort(),
    );
  });

  it("who are removed lose the workspace and keep their account", async () => {
    const at = await scene();
    const input = { workspaceId: at.workspaceId, userId: at.userIds.viewer };
    await removeMember({ ctx: await at.as("admin"), input });
    await expect(at.as("viewer")).rejects.toMatchObject({ code: "not_found" });
    expect(await at.ctx.db.prisma.user.count({ where: { id: at.userIds.viewer } })).toBe(1);
    await expect(removeMember({ ctx: await at.as("admin"), input })).rejects.toMatchObject({ code: "not_found" });
  });
});
