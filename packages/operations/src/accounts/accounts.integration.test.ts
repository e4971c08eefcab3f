import { hashPassword } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { getAccount } from "./get-account.ts";
import { signIn } from "./sign-in.ts";
import { signInAsDemoUser } from "./sign-in-as-demo-user.ts";

const { test, scene } = workspaceScenes();

async function userWithPassword() {
  const { ctx, userIds } = await scene();
  const id = userIds.viewer;
  const passwordHash = await hashPassword("correct horse");
  const { email, name } = await ctx.db.prisma.user.update({ where: { id }, data: { passwordHash } });
  return {
    ctx,
    user: { id, email, name },
    signingIn: (input: { email: string; password: string }) => signIn({ parts: ctx, input }),
  };
}

describe("signIn", () => {
  it("knows a user by email, in any case, and password, and tells no hash", async () => {
    const { user, signingIn } = await userWithPassword();
    expect(await signingIn({ email: ` ${user.email.toUpperCase()} `, password: "correct horse" })).toEqual(user);
  });

  it.each([
    ["a wrong password", { password: "wrong horse" }],
    ["no password", { password: "" }],
    ["an unknown email", { email: "nobody@example.com" }],
    ["a megabyte of password", { password: "x".repeat(1_000_000) }],
  ])("answers null to %s", async (_, given) => {
    const { user, signingIn } = await userWithPassword();
    expect(await signingIn({ email: user.email, password: "correct horse", ...given })).toBeNull();
  });

  it("answers null for a user without a password", async () => {
    const { ctx } = await scene();
    const { email } = await ctx.db.prisma.user.findFirstOrThrow({ where: { passwordHash: null } });
    expect(await signIn({ parts: ctx, input: { email, password: "" } })).toBeNull();
  });
});

describe("signInAsDemoUser", () => {
  it("knows only users of the demo", async () => {
    const { ctx, userIds } = await scene();
    expect(await signInAsDemoUser({ parts: ctx, input: { role: "engineer" } })).toBeNull();
    await ctx.db.prisma.user.update({ where: { id: userIds.engineer }, data: { demo: true } });
    expect(await signInAsDemoUser({ parts: ctx, input: { role: "engineer" } })).toMatchObject({ id: userIds.engineer });
    expect(await signInAsDemoUser({ parts: ctx, input: { role: "owner" } })).toBeNull();
  });
});

describe("getAccount", () => {
  it("names all workspaces with the user's role in each, and no others", async () => {
    const [one, two] = [await scene(), await scene()];
    await one.ctx.db.prisma.membership.create({
      data: { userId: one.userIds.viewer, workspaceId: two.workspaceId, role: "admin" },
    });
    const { workspaces } = await getAccount({ ctx: test().operations.account(one.userIds.viewer) });
    const roles = Object.fromEntries(workspaces.map(({ id, role }) => [id, role]));
    expect(roles).toEqual({ [one.workspaceId]: "viewer", [two.workspaceId]: "admin" });
  });

  it("throws unauthenticated for a user who is gone", async () => {
    const gone = getAccount({ ctx: test().operations.account(crypto.randomUUID()) });
    await expect(gone).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
