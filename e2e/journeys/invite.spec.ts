import { randomUUID } from "node:crypto";
import { mutate, query } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";

type Member = { readonly userId: string; readonly name: string; readonly role: string };

test("somebody is invited, joins, is held to their role, and loses it at once", async ({ signInAs, run, browser }) => {
  const owner = await signInAs("owner");
  const name = `Nia ${randomUUID().slice(0, 8)}`;
  const inWorkspace = { workspaceId: run.workspaceId };
  const settings = owner.url().replace(/\/overview.*/, "/settings");

  await owner.goto(`${settings}/invitations`);
  await owner.getByRole("button", { name: "Invite" }).first().click();
  await owner
    .getByRole("dialog")
    .getByRole("radio", { name: /^Viewer/ })
    .click();
  await owner.getByRole("dialog").getByRole("button", { name: "Create link" }).click();
  const link = await owner.getByTestId("invitation-link").innerText();
  await owner.getByRole("button", { name: "Done" }).click();
  await expect(owner.getByRole("row", { name: /Whoever has the link/ }).first()).toContainText("Open");

  const context = await browser.newContext();
  const guest = await context.newPage();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: /^Join / })).toBeVisible();
  await guest.getByLabel("Email").fill(`${randomUUID()}@new.example`);
  await guest.getByLabel("Your name").fill(name);
  await guest.getByLabel("Password").fill("correct horse battery");
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest).toHaveURL(/\/overview/);

  // A viewer's screens offer nothing, and the API refuses what they do not offer.
  await guest.goto(`${settings}/members`);
  await expect(guest.getByRole("row", { name: new RegExp(name) })).toContainText("Viewer");
  await expect(guest.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await expect(guest.getByRole("button", { name: /^(Remove|Change role of) / })).toHaveCount(0);
  const create = () => mutate(guest, run, "keys.create", { environmentId: run.environmentId, name: randomUUID() });
  expect((await create()).status()).toBe(403);
  const invite = await mutate(guest, run, "invitations.create", { ...inWorkspace, role: "viewer" });
  expect(invite.status()).toBe(403);
  const { userId } = (await query<Member[]>(guest, run, "members.list", inWorkspace)).find(
    (each) => each.name === name,
  ) ?? {
    userId: "",
  };
  const raise = await mutate(guest, run, "members.changeRole", { ...inWorkspace, userId, role: "owner" });
  expect(raise.status()).toBe(403);

  // The link is used up.
  const late = await browser.newPage();
  await late.goto(link);
  await expect(late.getByText("This invitation was used already")).toBeVisible();

  // Another role holds from the next call on, without signing in again.
  await owner.goto(`${settings}/members`);
  await owner.getByRole("button", { name: `Change role of ${name}` }).click();
  await owner
    .getByRole("dialog")
    .getByRole("radio", { name: /^Engineer/ })
    .click();
  await owner.getByRole("dialog").getByRole("button", { name: "Change role" }).click();
  await expect(owner.getByRole("dialog")).toHaveCount(0);
  await expect(owner.getByRole("row", { name: new RegExp(name) })).toContainText("Engineer");
  const created = await create();
  expect(created.status()).toBe(200);
  const { result } = (await created.json()) as { result: { data: { json: { key: { id: string } } } } };
  await mutate(owner, run, "keys.revoke", { environmentId: run.environmentId, keyId: result.data.json.key.id });

  await owner.getByRole("button", { name: `Remove ${name}` }).click();
  await owner.getByRole("dialog").getByRole("button", { name: "Remove member" }).click();
  // While a dialog is open, nothing behind it has a role.
  await expect(owner.getByRole("dialog")).toHaveCount(0);
  await expect(owner.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
  expect((await create()).status()).toBe(404);
  await context.close();
});

test("a session that is signed out elsewhere opens nothing within 5 s", async ({ signInAs, run, browser }) => {
  const page = await signInAs("viewer");
  const email = run.users.find(({ role }) => role === "viewer")?.email ?? "";
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(`${run.url}/sign-in`);
  await other.getByLabel("Email").fill(email);
  await other.getByLabel("Password").fill(run.password);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other).toHaveURL(/\/overview/);

  await page.goto(page.url().replace(/\/overview.*/, "/settings/sessions"));
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await expect(page.getByText("This one")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign out all others" })).toHaveCount(0);
  const status = async () => (await other.request.get(`${run.url}/api/trpc/me.get`)).status();
  await expect.poll(status, { timeout: 5_000 }).toBe(401);
  await context.close();
});
