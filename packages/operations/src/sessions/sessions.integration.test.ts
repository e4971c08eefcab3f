import { randomUUID } from "node:crypto";
import { hashPassword } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { type WorkspaceScene, workspaceScenes } from "../../test/workspace-scene.ts";
import { changePassword } from "../accounts/change-password.ts";
import { signIn } from "../accounts/sign-in.ts";
import { checkSession } from "./check-session.ts";
import { dropExpiredSessions } from "./drop-expired-sessions.ts";
import { listSessions } from "./list-sessions.ts";
import { endSession, revokeOtherSessions, revokeSession } from "./revoke-sessions.ts";
import { startSession } from "./start-session.ts";

const { test, scene } = workspaceScenes();
const dayMs = 86_400_000;

const starting = (at: WorkspaceScene, userId = at.userIds.viewer) =>
  startSession({
    parts: at.ctx,
    input: { userId, provider: "password", source: { userAgent: "curl/8.5.0", address: "203.0.113.7" } },
  });
const isOpen = (at: WorkspaceScene, sessionId: string, userId = at.userIds.viewer) =>
  checkSession({ parts: at.ctx, input: { sessionId, userId } });

describe("sessions", () => {
  it("are listed with browser and network, the asking one first, and only one's own", async () => {
    const at = await scene();
    const first = await starting(at);
    at.world.nowMs += 1_000;
    const second = await starting(at);
    await starting(at, at.userIds.owner);
    const listed = await listSessions({ ctx: test().operations.account(at.userIds.viewer, first) });
    expect(listed).toMatchObject([
      { id: first, current: true, userAgent: "curl", ipPrefix: "203.0.113.0/24" },
      { id: second, current: false },
    ]);
    expect(JSON.stringify(listed)).not.toContain("203.0.113.7");
  });

  it("end when they are revoked, one or all others; those of somebody else do not", async () => {
    const at = await scene();
    const [mine, other, more] = [await starting(at), await starting(at), await starting(at)];
    const theirs = await starting(at, at.userIds.owner);
    const ctx = test().operations.account(at.userIds.viewer, mine);
    expect(await revokeSession({ ctx, input: { sessionId: theirs } })).toEqual({ revoked: 0 });
    expect(await revokeSession({ ctx, input: { sessionId: other } })).toEqual({ revoked: 1 });
    expect([await isOpen(at, other), await isOpen(at, more)]).toEqual([false, true]);
    expect(await revokeOtherSessions({ ctx })).toEqual({ revoked: 1 });
    expect([await isOpen(at, mine), await isOpen(at, more)]).toEqual([true, false]);
    expect(await isOpen(at, theirs, at.userIds.owner)).toBe(true);
    await endSession({ parts: at.ctx, input: { sessionId: mine, userId: at.userIds.viewer } });
    expect(await isOpen(at, mine)).toBe(false);
    expect((await at.auditActions()).filter((action) => action === "session.end")).toHaveLength(3);
  });

  it("are nobody else's, and end after 7 days", async () => {
    const at = await scene();
    const id = await starting(at);
    expect(await isOpen(at, id, at.userIds.owner)).toBe(false);
    expect(await isOpen(at, randomUUID())).toBe(false);
    at.world.nowMs += 7 * dayMs;
    expect(await isOpen(at, id)).toBe(false);
    expect(await dropExpiredSessions({ parts: at.ctx })).toBeGreaterThanOrEqual(1);
    at.world.nowMs -= 7 * dayMs;
  });

  it("say every 5 minutes that their user was seen", async () => {
    const at = await scene();
    const id = await starting(at);
    const startedMs = at.world.nowMs;
    const seen = async () =>
      (await at.ctx.db.prisma.user.findUniqueOrThrow({ where: { id: at.userIds.viewer } })).lastSeenAt?.getTime();
    at.world.nowMs += 299_999;
    await isOpen(at, id);
    expect(await seen()).toBe(startedMs);
    at.world.nowMs += 1;
    await isOpen(at, id);
    expect(await seen()).toBe(startedMs + 300_000);
    at.world.nowMs = startedMs;
  });

  it("are 50 at most: the oldest makes room", async () => {
    const at = await scene();
    const oldest = await starting(at);
    at.world.nowMs += 1;
    for (let more = 0; more < 49; more += 1) await starting(at);
    expect(await isOpen(at, oldest)).toBe(true);
    await starting(at);
    expect(await isOpen(at, oldest)).toBe(false);
    expect(await at.ctx.db.prisma.userSession.count({ where: { userId: at.userIds.viewer } })).toBe(50);
  });
});

describe("changePassword", () => {
  const withPassword = async () => {
    const at = await scene();
    const data = { passwordHash: await hashPassword("correct horse") };
    const { email } = await at.ctx.db.prisma.user.update({ where: { id: at.userIds.viewer }, data });
    const mine = await starting(at);
    return { at, email, mine, ctx: test().operations.account(at.userIds.viewer, mine) };
  };

  it("wants the current one, then ends all sessions but this one, and the old password opens nothing", async () => {
    const { at, ctx, email, mine } = await withPassword();
    const other = await starting(at);
    const change = (currentPassword: string | null) =>
      changePassword({ ctx, input: { currentPassword, newPassword: "battery staple" } });
    await expect(change("wrong horse")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(change(null)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await change("correct horse")).toEqual({ revoked: 1 });
    expect([await isOpen(at, mine), await isOpen(at, other)]).toEqual([true, false]);
    expect(await signIn({ parts: at.ctx, input: { email, password: "correct horse" } })).toBeNull();
    expect(await signIn({ parts: at.ctx, input: { email, password: "battery staple" } })).toMatchObject({ email });
    expect(await at.auditActions()).toContain("account.change-password");
    expect(JSON.stringify(await at.ctx.db.prisma.auditEvent.findMany())).not.toContain("battery");
  });

  it("lets a stolen session guess 10 times, then says when to try again", async () => {
    const { ctx, at } = await withPassword();
    const guess = () => changePassword({ ctx, input: { currentPassword: "guess", newPassword: "battery staple" } });
    for (let guesses = 0; guesses < 10; guesses += 1)
      await expect(guess()).rejects.toMatchObject({ code: "invalid_input" });
    await expect(guess()).rejects.toMatchObject({ code: "too_many_attempts", retryAtMs: at.world.nowMs + 300_000 });
  });

  it("sets a first one for who has none", async () => {
    const at = await scene();
    const ctx = test().operations.account(at.userIds.admin);
    await changePassword({ ctx, input: { currentPassword: null, newPassword: "battery staple" } });
    const { email } = await at.ctx.db.prisma.user.findUniqueOrThrow({ where: { id: at.userIds.admin } });
    expect(await signIn({ parts: at.ctx, input: { email, password: "battery staple" } })).toMatchObject({ email });
  });
});
