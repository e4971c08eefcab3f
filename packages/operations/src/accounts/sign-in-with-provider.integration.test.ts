import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createInvitation } from "../invitations/create-invitation.ts";
import { getSignInWays, unlinkAccount } from "./linked-accounts.ts";
import { type ProviderIdentity, type ProviderSignInInput, signInWithProvider } from "./sign-in-with-provider.ts";

const { test, scene } = workspaceScenes();

const entering = async (given: Partial<ProviderIdentity>, more: Partial<ProviderSignInInput> = {}) => {
  const identity = {
    provider: "oidc",
    subject: randomUUID(),
    email: null,
    emailVerified: true,
    name: "Dana",
    ...given,
  };
  const input = { identity, signedInUserId: null, invitationToken: null, allowedDomains: [], ...more };
  return signInWithProvider({ parts: test().operations.parts, input });
};
const refused = (reason: string) => ({ kind: "refused", reason });

async function person(verified: boolean) {
  const at = await scene();
  const data = { emailVerifiedAt: verified ? new Date(at.world.nowMs) : null };
  const user = await at.ctx.db.prisma.user.update({ where: { id: at.userIds.viewer }, data });
  return { at, user };
}

describe("signInWithProvider", () => {
  it("links by verified email, then knows the person by the provider's name for them, whatever their email becomes", async () => {
    const { at, user } = await person(true);
    const subject = randomUUID();
    const known = { kind: "signed_in", user: { id: user.id } };
    expect(await entering({ subject, email: user.email.toUpperCase() })).toMatchObject(known);
    expect(await entering({ subject, email: "other@else.test" })).toMatchObject(known);
    expect(await entering({ subject, email: null, emailVerified: false })).toMatchObject(known);
    expect((await at.auditActions()).filter((action) => action === "account.link")).toHaveLength(1);
  });

  it("links nothing by an email that the provider does not vouch for, and none to an account whose email nobody vouched for", async () => {
    const [verified, unverified] = [await person(true), await person(false)];
    expect(await entering({ email: verified.user.email, emailVerified: false })).toEqual(refused("email_not_verified"));
    expect(await entering({ email: null })).toEqual(refused("email_not_verified"));
    expect(await entering({ email: unverified.user.email })).toEqual(refused("account_not_verified"));
    expect(await test().operations.parts.db.prisma.linkedAccount.count({ where: { userId: unverified.user.id } })).toBe(
      0,
    );
  });

  it("connects what somebody who is signed in has at the provider, and makes nobody somebody else", async () => {
    const { user } = await person(false);
    const other = await person(true);
    const signedInUserId = user.id;
    const subject = randomUUID();
    expect(await entering({ email: other.user.email }, { signedInUserId })).toEqual(refused("other_account"));
    expect(await entering({ email: "nobody@else.test" }, { signedInUserId })).toEqual(refused("other_account"));
    expect(await entering({ subject, email: user.email }, { signedInUserId })).toMatchObject({ kind: "signed_in" });
    expect(await entering({ subject }, { signedInUserId: other.user.id })).toEqual(refused("other_account"));
    expect(await entering({ subject })).toMatchObject({ user: { id: user.id } });
  });

  it("makes an account only for who is invited, by address or by an open link, or of an allowed domain", async () => {
    const at = await scene();
    const domain = `${randomUUID()}.test`;
    expect(await entering({ email: `a@${domain}` })).toEqual(refused("not_invited"));
    expect(await entering({ email: `a@${domain}` }, { allowedDomains: [domain] })).toMatchObject({ kind: "signed_in" });
    expect(await entering({ email: `b@sub.${domain}` }, { allowedDomains: [domain] })).toEqual(refused("not_invited"));
    const ctx = await at.as("admin");
    const { workspaceId } = at;
    await createInvitation({ ctx, input: { workspaceId, email: `c@${domain}`, role: "viewer" } });
    expect(await entering({ email: `c@${domain}` })).toMatchObject({ kind: "signed_in" });
    const { token } = await createInvitation({ ctx, input: { workspaceId, role: "viewer" } });
    const bound = await createInvitation({ ctx, input: { workspaceId, email: `e@${domain}`, role: "viewer" } });
    const by = (invitationToken: string) => entering({ email: `d@${domain}` }, { invitationToken });
    expect(await by(bound.token)).toEqual(refused("not_invited"));
    expect(await by(token)).toMatchObject({ kind: "signed_in", user: { email: `d@${domain}` } });
  });

  it("makes 1 account of 2 windows at once", async () => {
    const domain = `${randomUUID()}.test`;
    const identity = { subject: randomUUID(), email: `a@${domain}` };
    const both = [1, 2].map(() => entering(identity, { allowedDomains: [domain] }));
    const ids = (await Promise.all(both)).map((each) => (each.kind === "signed_in" ? each.user.id : each.reason));
    expect(new Set(ids).size).toBe(1);
  });
});

describe("unlinkAccount", () => {
  it("cuts a provider off, but never the only way in", async () => {
    const { at, user } = await person(true);
    await entering({ email: user.email });
    const ctx = test().operations.account(user.id);
    await expect(unlinkAccount({ ctx, input: { provider: "oidc" } })).rejects.toMatchObject({ code: "conflict" });
    await at.ctx.db.prisma.user.update({ where: { id: user.id }, data: { passwordHash: "some" } });
    expect(await getSignInWays({ ctx })).toMatchObject({ hasPassword: true, linked: [{ provider: "oidc" }] });
    expect(await unlinkAccount({ ctx, input: { provider: "oidc" } })).toEqual({ hasPassword: true, linked: [] });
  });
});
