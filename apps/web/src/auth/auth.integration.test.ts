import { randomUUID } from "node:crypto";
import { createInvitation, listSessions, revokeSession } from "@meridian/operations";
import {
  createTestWorkspace,
  openTestOperations,
  type TestOperations,
  type TestWorkspace,
  testMasterKey,
} from "@meridian/operations/testing";
import { hashPassword } from "@meridian/sealing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startAuthServer } from "../testing/auth-server.ts";
import { Browser } from "../testing/browser.ts";
import { type GitHubServer, startGitHubServer } from "../testing/github-server.ts";
import { oidcClient, type OidcServer, startOidcServer } from "../testing/oidc-server.ts";
import { apiServer } from "./api-server.ts";

let test: TestOperations;
let workspace: TestWorkspace;
let app: { readonly url: string; readonly close: () => Promise<void> };
let oidc: OidcServer;
let gitHub: GitHubServer;
const password = "correct horse";

beforeAll(async () => {
  test = await openTestOperations();
  // The web app's own API has the real clock: sessions of the test begin now.
  test.world.nowMs = Date.now();
  workspace = await createTestWorkspace(test.operations, "acme");
  app = await startAuthServer();
  oidc = await startOidcServer(`${app.url}/api/auth/callback/oidc`);
  gitHub = await startGitHubServer();
  Object.assign(process.env, {
    GITHUB_URL: gitHub.url,
    GITHUB_CLIENT_ID: "meridian",
    GITHUB_CLIENT_SECRET: "secret",
    DATABASE_URL: test.databaseUrl,
    MERIDIAN_MASTER_KEY: testMasterKey,
    NEXTAUTH_SECRET: "a secret of sixteen",
    NEXTAUTH_URL: app.url,
    OIDC_ISSUER: oidc.issuer,
    OIDC_CLIENT_ID: oidcClient.id,
    OIDC_CLIENT_SECRET: oidcClient.secret,
    SIGN_UP_EMAIL_DOMAINS: "allowed.test",
  });
});
afterAll(async () => {
  await (await apiServer()).close();
  await oidc.close();
  await gitHub.close();
  await app.close();
  await test.close();
});
beforeEach(() => {
  oidc.faults = {};
  Object.assign(oidc.person, { sub: randomUUID(), email: undefined, email_verified: true, name: "Dana" });
});

async function member(verified = true): Promise<{ readonly id: string; readonly email: string }> {
  const id = randomUUID();
  const { workspaceId } = workspace;
  const email = `${id}@acme.test`;
  await test.operations.parts.db.prisma.user.create({
    data: {
      id,
      email,
      name: "Member",
      passwordHash: await hashPassword(password),
      emailVerifiedAt: verified ? new Date() : null,
      memberships: { create: { workspaceId, role: "viewer" } },
    },
  });
  return { id, email };
}
const signIn = async (browser: Browser, email: string, given = password, headers = {}) =>
  (await browser.post("/api/auth/callback/password", { email, password: given }, headers)).searchParams.get("error");
/** Through the provider and back: where it ends. */
const via = async (provider: string, browser: Browser, from = "/") => {
  const away = await browser.post(`/api/auth/signin/${provider}`, { callbackUrl: `${app.url}${from}` });
  return (await browser.open(away.href)).url;
};
const viaOidc = (browser: Browser, from = "/") => via("oidc", browser, from);
const errorOf = (url: URL) => [url.pathname, url.searchParams.get("error")];

describe("signing in with a password", () => {
  it("begins a session that is listed, and signing out ends it, also for who copied the cookie", async () => {
    const { id, email } = await member();
    const browser = new Browser(app.url);
    expect(await signIn(browser, email)).toBeNull();
    const now = await browser.whoAmI();
    expect(now?.userId).toBe(id);
    const ctx = test.operations.account(id, now?.sessionId ?? null);
    expect(await listSessions({ ctx })).toMatchObject([{ current: true, provider: "password" }]);
    const thief = browser.copy();
    await browser.post("/api/auth/signout", {});
    expect([await browser.whoAmI(), await thief.whoAmI()]).toEqual([null, null]);
  });

  it("ends the session that it takes the place of", async () => {
    const { id, email } = await member();
    const browser = new Browser(app.url);
    await signIn(browser, email);
    const before = browser.copy();
    await signIn(browser, email);
    expect([await before.whoAmI(), (await browser.whoAmI())?.userId]).toEqual([null, id]);
    expect(await listSessions({ ctx: test.operations.account(id) })).toHaveLength(1);
  });

  it("knows within 5 s that a session was revoked elsewhere", async () => {
    const { id, email } = await member();
    const browser = new Browser(app.url);
    await signIn(browser, email);
    const sessionId = (await browser.whoAmI())?.sessionId ?? "";
    await revokeSession({ ctx: test.operations.account(id), input: { sessionId } });
    await expect.poll(() => browser.whoAmI(), { timeout: 5_000, interval: 200 }).toBeNull();
  });

  it("is slowed after 10 wrong passwords on an account, right ones too, and says when to try again", async () => {
    const { email } = await member();
    const browser = new Browser(app.url);
    for (let guess = 0; guess < 10; guess += 1) expect(await signIn(browser, email, "wrong")).toBe("CredentialsSignin");
    const [code, retryAtMs] = (await signIn(browser, email))?.split(" ") ?? [];
    expect(code).toBe("too_many_attempts");
    expect(Number(retryAtMs) - Date.now()).toBeGreaterThan(0);
    expect(Number(retryAtMs) - Date.now()).toBeLessThanOrEqual(300_000);
    expect(await browser.whoAmI()).toBeNull();
    expect(await signIn(browser, (await member()).email)).toBeNull();
  });

  it("is slowed after 60 wrong passwords from an address, whoever they are tried on", async () => {
    const browser = new Browser(app.url);
    const from = { "x-forwarded-for": "198.51.100.1, 203.0.113.9" };
    const guesses = Array.from({ length: 60 }, () => `${randomUUID()}@acme.test`);
    for (const email of guesses) expect(await signIn(browser, email, "wrong", from)).toBe("CredentialsSignin");
    const { email } = await member();
    expect(await signIn(browser, email, password, from)).toMatch(/^too_many_attempts \d+$/);
    // What stands before it anybody may write.
    expect(await signIn(browser, email, password, { "x-forwarded-for": "9.9.9.9, 203.0.113.9" })).toMatch(/^too_many/);
    expect(await signIn(browser, email, password, { "x-forwarded-for": "203.0.113.9, 198.51.100.7" })).toBeNull();
  });

  it("takes no form without its CSRF token", async () => {
    const { email } = await member();
    const browser = new Browser(app.url);
    const body = new URLSearchParams({ email, password, json: "true" });
    await browser.open("/api/auth/callback/password", { method: "POST", body });
    expect(await browser.whoAmI()).toBeNull();
  });
});

describe("signing in with an OIDC provider", () => {
  it("links by verified email, over real redirects, and goes where it began, on this site only", async () => {
    const { id, email } = await member();
    oidc.person.email = email.toUpperCase();
    const browser = new Browser(app.url);
    expect((await viaOidc(browser, "/acme/production/overview")).pathname).toBe("/acme/production/overview");
    expect((await browser.whoAmI())?.userId).toBe(id);
    const away = await new Browser(app.url).post("/api/auth/signin/oidc", { callbackUrl: "https://evil.example/x" });
    expect(away.origin).toBe(oidc.issuer);
    const other = new Browser(app.url);
    await other.post("/api/auth/signin/oidc", { callbackUrl: "https://evil.example/x" });
    const asked = await other.post("/api/auth/signin/oidc", { callbackUrl: "https://evil.example/x" });
    expect((await other.open(asked.href)).url.origin).toBe(app.url);
  });

  it.each([
    ["an email that is not verified", { email_verified: false }],
    ["an email of which nothing is said", { email_verified: undefined }],
  ])("refuses %s, and links nothing", async (_, claims) => {
    const { id, email } = await member();
    Object.assign(oidc.person, { email, ...claims });
    const browser = new Browser(app.url);
    expect(errorOf(await viaOidc(browser))).toEqual(["/sign-in", "email_not_verified"]);
    expect(await browser.whoAmI()).toBeNull();
    expect(await test.operations.parts.db.prisma.linkedAccount.count({ where: { userId: id } })).toBe(0);
  });

  it("refuses who has no account and no invitation, and makes an account for an allowed domain", async () => {
    const browser = new Browser(app.url);
    oidc.person.email = `${randomUUID()}@else.test`;
    expect(errorOf(await viaOidc(browser))).toEqual(["/sign-in", "not_invited"]);
    oidc.person.email = `${randomUUID()}@allowed.test`;
    await viaOidc(browser);
    expect(await browser.whoAmI()).not.toBeNull();
  });

  it("makes an account for who comes from an invitation's page, and refuses there who comes with a used one", async () => {
    const ctx = await workspace.as("admin");
    const { token } = await createInvitation({ ctx, input: { workspaceId: workspace.workspaceId, role: "viewer" } });
    oidc.person.email = `${randomUUID()}@else.test`;
    const browser = new Browser(app.url);
    expect((await viaOidc(browser, `/invite/${token}`)).pathname).toBe(`/invite/${token}`);
    const userId = (await browser.whoAmI())?.userId ?? null;
    expect(userId).not.toBeNull();
    const joined = await (await apiServer()).callerFor(userId).me.acceptInvitation({ token });
    expect(joined).toEqual({ workspace: "acme", environment: "production", joined: true });
    Object.assign(oidc.person, { sub: randomUUID(), email: `${randomUUID()}@else.test` });
    expect(errorOf(await viaOidc(new Browser(app.url), `/invite/${token}`))).toEqual([
      `/invite/${token}`,
      "not_invited",
    ]);
  });

  it("connects an account whose email nobody vouched for only while its owner is signed in", async () => {
    const { id, email } = await member(false);
    oidc.person.email = email;
    const browser = new Browser(app.url);
    expect(errorOf(await viaOidc(browser))).toEqual(["/sign-in", "account_not_verified"]);
    await signIn(browser, email);
    const profile = "/acme/production/settings/profile";
    expect((await viaOidc(browser, profile)).search).toBe("");
    const other = new Browser(app.url);
    await viaOidc(other);
    expect((await other.whoAmI())?.userId).toBe(id);
    await signIn(other, (await member()).email);
    expect(errorOf(await viaOidc(other, profile))).toEqual([profile, "other_account"]);
  });

  it.each([
    ["discovery is another issuer's", { discoveredIssuer: "https://other.example" }],
    ["the token is another issuer's", { tokenIssuer: "https://other.example" }],
    ["the token is for another client", { audience: "somebody-else" }],
    ["the token answers another request", { nonce: "of-another" }],
    ["the token is signed with another key", { foreignKey: true }],
    ["the person refuses", { denied: true }],
  ])("believes nothing when %s", async (_, faults) => {
    oidc.faults = faults;
    oidc.person.email = (await member()).email;
    const browser = new Browser(app.url);
    const [path, error] = errorOf(await viaOidc(browser));
    expect(path).toBe("/sign-in");
    expect(error).toMatch(/^(OAuthCallback|Callback|OAuthSignin)$/);
    expect(await browser.whoAmI()).toBeNull();
  });

  it("takes no answer with another state, and none in another browser", async () => {
    oidc.person.email = (await member()).email;
    const browser = new Browser(app.url);
    const away = await browser.post("/api/auth/signin/oidc", { callbackUrl: app.url });
    const back = await browser.step(away.href);
    expect(errorOf((await new Browser(app.url).open(back.href)).url)).toEqual(["/sign-in", "OAuthCallback"]);
    back.searchParams.set("state", "forged");
    expect(errorOf((await browser.open(back.href)).url)).toEqual(["/sign-in", "OAuthCallback"]);
    expect(await browser.whoAmI()).toBeNull();
  });
});

describe("signing in with GitHub", () => {
  it("goes by the primary address once GitHub verified it, and by the account's number from then on", async () => {
    const { id, email } = await member();
    const other = { email: (await member()).email, primary: false, verified: true };
    gitHub.person.emails = [other, { email, primary: true, verified: false }];
    const browser = new Browser(app.url);
    expect(errorOf(await via("github", browser))).toEqual(["/sign-in", "email_not_verified"]);
    gitHub.person.emails = [other, { email, primary: true, verified: true }];
    await via("github", browser);
    expect((await browser.whoAmI())?.userId).toBe(id);
    Object.assign(gitHub.person, { login: "renamed", emails: [] });
    const later = new Browser(app.url);
    await via("github", later);
    expect((await later.whoAmI())?.userId).toBe(id);
  });
});

describe("signing up by invitation", () => {
  it("makes a member who is signed in; a used link says so", async () => {
    const ctx = await workspace.as("admin");
    const { token } = await createInvitation({ ctx, input: { workspaceId: workspace.workspaceId, role: "engineer" } });
    const browser = new Browser(app.url);
    const form = () => ({ token, email: `${randomUUID()}@new.test`, name: "Nia New", password: "correct horse" });
    const post = async (fields: Record<string, string>) =>
      (await browser.post("/api/auth/callback/invitation", fields)).searchParams.get("error");
    expect(await post({ ...form(), password: "short" })).toMatch(/^invalid_input .*10 characters/);
    expect(await post(form())).toBeNull();
    const { userId = "" } = (await browser.whoAmI()) ?? {};
    const joined = await test.operations.inWorkspace(userId, workspace.workspaceId);
    expect(joined.actor).toMatchObject({ role: "engineer", name: "Nia New" });
    expect(await post(form())).toMatch(/^not_found .*used already/);
  });
});
