import { randomUUID } from "node:crypto";
import { mutate, query } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";
import { choose, press, typeIn, withoutPointer } from "../src/keyboard.ts";

type Member = { readonly userId: string; readonly name: string; readonly role: string };

test("by keyboard alone: somebody is invited, joins, is held to their role, and loses it at once", async ({
  signInAs,
  run,
  browser,
}) => {
  const owner = await signInAs("owner");
  await withoutPointer(owner);
  const name = `Nia ${randomUUID().slice(0, 8)}`;
  const inWorkspace = { workspaceId: run.workspaceId };
  const settings = owner.url().replace(/\/overview.*/, "/settings");

  await owner.goto(`${settings}/invitations`);
  await press(owner, owner.getByRole("button", { name: "Invite" }).first());
  await choose(owner, owner.getByRole("radiogroup"), owner.getByRole("radio", { name: /^Viewer/ }));
  await press(owner, owner.getByRole("dialog").getByRole("button", { name: "Create link" }));
  const link = await owner.getByTestId("invitation-link").innerText();
  await press(owner, owner.getByRole("button", { name: "Done" }));
  await expect(owner.getByRole("row", { name: /Whoever has the link/ }).first()).toContainText("Open");

  const context = await browser.newContext();
  const guest = await context.newPage();
  await withoutPointer(guest);
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: /^Join / })).toBeVisible();
  await typeIn(guest, guest.getByLabel("Email"), `${randomUUID()}@new.example`);
  await typeIn(guest, guest.getByLabel("Your name"), name);
  await typeIn(guest, guest.getByLabel("Password"), "correct horse battery");
  await press(guest, guest.getByRole("button", { name: "Create account and join" }));
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
  await press(owner, owner.getByRole("button", { name: `Change role of ${name}` }));
  await choose(owner, owner.getByRole("radiogroup"), owner.getByRole("radio", { name: /^Engineer/ }));
  await press(owner, owner.getByRole("dialog").getByRole("button", { name: "Change role" }));
  await expect(owner.getByRole("dialog")).toHaveCount(0);
  await expect(owner.getByRole("row", { name: new RegExp(name) })).toContainText("Engineer");
  const created = await create();
  expect(created.status()).toBe(200);
  const { result } = (await created.json()) as { result: { data: { json: { key: { id: string } } } } };
  await mutate(owner, run, "keys.revoke", { environmentId: run.environmentId, keyId: result.data.json.key.id });

  await press(owner, owner.getByRole("button", { name: `Remove ${name}` }));
  await press(owner, owner.getByRole("dialog").getByRole("button", { name: "Remove member" }));
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
