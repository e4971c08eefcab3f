import { randomUUID } from "node:crypto";
import type { Role } from "@meridian/access";
import { describe, expect, it } from "vitest";
import { type WorkspaceScene, workspaceScenes } from "../../test/workspace-scene.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { createInvitation } from "./create-invitation.ts";
import { listInvitations } from "./list-invitations.ts";
import { previewInvitation } from "./preview-invitation.ts";
import { renewInvitation } from "./renew-invitation.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { signUpByInvitation } from "./sign-up-by-invitation.ts";

const { test, scene } = workspaceScenes();
const dayMs = 86_400_000;

const inviting = async (at: WorkspaceScene, given: { email?: string; role?: Role; by?: Role } = {}) => {
  const { email = null, role = "engineer", by = "admin" } = given;
  return createInvitation({ ctx: await at.as(by), input: { workspaceId: at.workspaceId, email, role } });
};
/** Somebody who has an account and belongs nowhere. */
const stranger = async (at: WorkspaceScene, email = `${randomUUID()}@else.test`) => {
  const user = await at.ctx.db.prisma.user.create({ data: { id: randomUUID(), email, name: "Stranger" } });
  return { user, ctx: test().operations.account(user.id) };
};
const signUp = (at: WorkspaceScene, token: string, email = `${randomUUID()}@new.test`) =>
  signUpByInvitation({ parts: at.ctx, input: { token, email, name: "New Person", password: "correct horse" } });
const roleOf = async (at: WorkspaceScene, userId: string) =>
  (await at.ctx.db.prisma.membership.findFirst({ where: { userId, workspaceId: at.workspaceId } }))?.role;

describe("an invitation", () => {
  it("makes whoever has its link a member, once, with its role, and keeps no link", async () => {
    const at = await scene();
    const { token, invitation, mailed } = await inviting(at);
    expect({ mailed, state: invitation.state }).toEqual({ mailed: false, state: "open" });
    expect(JSON.stringify(await at.ctx.db.prisma.invitation.findMany())).not.toContain(token);
    expect(await previewInvitation({ parts: at.ctx, input: { token } })).toMatchObject({
      state: "open",
      role: "engineer",
    });
    const { user, ctx } = await stranger(at);
    expect(await acceptInvitation({ ctx, input: { token } })).toMatchObject({
      environment: "production",
      joined: true,
    });
    expect(await roleOf(at, user.id)).toBe("engineer");
    const second = await stranger(at);
    await expect(acceptInvitation({ ctx: second.ctx, input: { token } })).rejects.toThrow("used already");
    await expect(signUp(at, token)).rejects.toMatchObject({ code: "not_found" });
    expect((await at.auditActions()).sort()).toEqual(["invitation.create", "member.join"]);
    expect(JSON.stringify(await at.ctx.db.prisma.auditEvent.findMany())).not.toContain(token);
  });

  it("is used by 1 of 2 who open it at once", async () => {
    const at = await scene();
    const { token } = await inviting(at);
    const ended = await Promise.allSettled([signUp(at, token), signUp(at, token)]);
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await at.ctx.db.prisma.membership.count({ where: { workspaceId: at.workspaceId } })).toBe(6);
  });

  it("opens nothing after 7 days, when it was revoked, and when a newer link was made", async () => {
    const at = await scene();
    const [late, revoked, old] = [await inviting(at), await inviting(at), await inviting(at)];
    const admin = await at.as("admin");
    const about = (id: string) => ({ ctx: admin, input: { workspaceId: at.workspaceId, invitationId: id } });
    await revokeInvitation(about(revoked.invitation.id));
    const renewed = await renewInvitation(about(old.invitation.id));
    const { ctx } = await stranger(at);
    const accepting = (token: string) => acceptInvitation({ ctx, input: { token } });
    await expect(accepting(revoked.token)).rejects.toThrow("revoked");
    await expect(accepting(old.token)).rejects.toThrow("a newer one");
    await expect(renewInvitation(about(revoked.invitation.id))).rejects.toMatchObject({ code: "conflict" });
    at.world.nowMs += 7 * dayMs;
    await expect(accepting(late.token)).rejects.toThrow("expired");
    await expect(accepting(renewed.token)).rejects.toThrow("expired");
    const { token } = await renewInvitation(about(old.invitation.id));
    expect(await accepting(token)).toMatchObject({ joined: true });
    const { invitations } = await listInvitations({ ctx: admin, input: { workspaceId: at.workspaceId } });
    expect(invitations.map(({ state }) => state).sort()).toEqual(["accepted", "expired", "revoked"]);
    at.world.nowMs -= 7 * dayMs;
  });

  it.each(["", "x", "a".repeat(43), "../../etc/passwd", "%00"])("is not found by %j", async (token) => {
    const at = await scene();
    expect(await previewInvitation({ parts: at.ctx, input: { token } })).toEqual({ state: "unknown" });
    const { ctx } = await stranger(at);
    await expect(acceptInvitation({ ctx, input: { token } })).rejects.toMatchObject({ code: "not_found" });
  });

  it("for an address is for nobody else's, signed in or signing up", async () => {
    const at = await scene();
    const email = `${randomUUID()}@acme.test`;
    const { token } = await inviting(at, { email: ` ${email.toUpperCase()}` });
    const other = await stranger(at);
    await expect(acceptInvitation({ ctx: other.ctx, input: { token } })).rejects.toThrow(`is for ${email}`);
    await expect(signUp(at, token)).rejects.toMatchObject({ code: "forbidden" });
    const made = await signUp(at, token, email);
    expect(await roleOf(at, made.id)).toBe("engineer");
    const user = await at.ctx.db.prisma.user.findUniqueOrThrow({ where: { id: made.id } });
    expect(user.emailVerifiedAt).toBeNull();
  });

  it("does not change what a member is, and stays open", async () => {
    const at = await scene();
    const { token } = await inviting(at, { role: "admin" });
    const ctx = test().operations.account(at.userIds.viewer);
    expect(await acceptInvitation({ ctx, input: { token } })).toMatchObject({ joined: false });
    expect(await roleOf(at, at.userIds.viewer)).toBe("viewer");
    expect(await previewInvitation({ parts: at.ctx, input: { token } })).toMatchObject({ state: "open" });
  });

  it("takes no account over: signing up with an address that has one is refused", async () => {
    const at = await scene();
    const { user } = await stranger(at);
    const { token } = await inviting(at);
    await expect(signUp(at, token, user.email)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is made once an address, not for members, and for owners by owners only", async () => {
    const at = await scene();
    const email = `${randomUUID()}@acme.test`;
    const { invitation } = await inviting(at, { email });
    await expect(inviting(at, { email })).rejects.toMatchObject({ code: "conflict" });
    const member = await at.ctx.db.prisma.user.findUniqueOrThrow({ where: { id: at.userIds.viewer } });
    await expect(inviting(at, { email: member.email })).rejects.toMatchObject({ code: "conflict" });
    await expect(inviting(at, { role: "owner" })).rejects.toMatchObject({ code: "forbidden" });
    const owners = await inviting(at, { role: "owner", by: "owner" });
    const input = { workspaceId: at.workspaceId, invitationId: owners.invitation.id };
    await expect(renewInvitation({ ctx: await at.as("admin"), input })).rejects.toMatchObject({ code: "forbidden" });
    at.world.nowMs += 8 * dayMs;
    expect((await inviting(at, { email })).invitation.id).not.toBe(invitation.id);
    at.world.nowMs -= 8 * dayMs;
  });
});

describe("the mail of an invitation", () => {
  const mailing = async (at: WorkspaceScene) => {
    const ctx = { ...(await at.as("admin")), mail: { publicUrl: "https://meridian.example.com" } };
    const email = `${randomUUID()}@acme.test`;
    return {
      ctx,
      email,
      ...(await createInvitation({ ctx, input: { workspaceId: at.workspaceId, email, role: "viewer" } })),
    };
  };
  const outbox = (at: WorkspaceScene) =>
    at.ctx.db.prisma.mailMessage.findMany({ where: { workspaceId: at.workspaceId }, orderBy: { createdAt: "asc" } });

  it("goes into the outbox with the invitation, its link sealed", async () => {
    const at = await scene();
    const { token, mailed, email } = await mailing(at);
    const [row, ...more] = await outbox(at);
    expect({ mailed, more }).toEqual({ mailed: true, more: [] });
    expect(row).toMatchObject({ recipient: email, state: "pending", subject: expect.stringContaining("invites you") });
    const text = at.ctx.keys.openStored(row?.sealedBody ?? new Uint8Array(), row?.id ?? "", "mail");
    expect(text).toContain(`https://meridian.example.com/invite/${token}`);
    expect(Buffer.from(row?.sealedBody ?? []).toString("latin1")).not.toContain(token);
  });

  it("is not sent any more once the invitation was revoked, renewed or used", async () => {
    const at = await scene();
    const { ctx, invitation } = await mailing(at);
    const about = { ctx, input: { workspaceId: at.workspaceId, invitationId: invitation.id } };
    const { token } = await renewInvitation(about);
    expect((await outbox(at)).map(({ state }) => state).sort()).toEqual(["cancelled", "pending"].sort());
    await signUp(at, token, invitation.email ?? "");
    expect((await outbox(at)).map(({ state, sealedBody }) => [state, sealedBody])).toEqual([
      ["cancelled", null],
      ["cancelled", null],
    ]);
  });
});
