import type { Page } from "@playwright/test";
import { activeVersion } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";
import { awake, command, press, shortcut, tabTo, withoutPointer } from "../src/keyboard.ts";
import type { Run } from "../src/product.ts";

async function signIn(page: Page, run: Run): Promise<void> {
  await withoutPointer(page);
  await page.goto(`${run.url}/sign-in`);
  await tabTo(page, page.getByLabel("Email"));
  await page.keyboard.type(run.users.find(({ role }) => role === "engineer")?.email ?? "");
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(run.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/overview/);
  await awake(page);
}

test("by keyboard alone: sign in, go by shortcuts and palette, filter requests, read one, find it by its id", async ({
  page,
  run,
}) => {
  await signIn(page, run);
  await shortcut(page, "g q");
  await expect(page).toHaveURL(/\/requests/);
  const first = page.locator("main [data-row-link]").first();
  await expect(first).toBeVisible();

  await press(page, page.getByRole("button", { name: "Filter", exact: true }));
  await press(page, page.getByRole("dialog", { name: "Filter requests" }).getByRole("button", { name: /^Completed/ }));
  await expect(page).toHaveURL(/outcome=completed/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await tabTo(page, first);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}/);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await shortcut(page, "g o");
  await expect(page).toHaveURL(/\/overview/);
  await command(page, `log: ${id} 200`, new RegExp(`Open request ${id}`));
  await expect(page.getByRole("main")).toContainText(id);
  await command(page, "staging", /Switch to staging/);
  await expect(page).toHaveURL(/\/staging\/overview/);
  await command(page, "production", /Switch to production/);
  await expect(page).toHaveURL(/\/production\/overview/);
});

test("by keyboard alone: publish a config and roll it back", async ({ page, run }) => {
  await signIn(page, run);
  const before = await activeVersion(page, run);
  await command(page, "publish", /Edit and publish config/);
  await tabTo(page, page.getByRole("textbox", { name: "Routing config" }));
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("# By keyboard");
  await page.keyboard.press("Escape");
  const publish = page.getByRole("button", { name: "Publish…" });
  await expect(publish).toBeEnabled();
  await tabTo(page, publish, "Shift+Tab");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await tabTo(page, dialog.getByLabel("Message"));
  await page.keyboard.type("By keyboard");
  await press(page, dialog.getByRole("button", { name: "Publish now" }));
  await expect(dialog.getByText(/Applied by 1 of 1 gateway/)).toBeVisible();
  await press(page, dialog.getByRole("button", { name: /close|done/i }).first());
  expect((await activeVersion(page, run)).number).toBe(before.number + 1);

  await press(page, page.getByRole("button", { name: `Roll back to v${before.number}` }));
  await tabTo(page, dialog.getByLabel("Reason"));
  await page.keyboard.type("Only to show it");
  await press(page, dialog.getByRole("button", { name: "Roll back now" }));
  await expect(dialog.getByText(/Applied by 1 of 1 gateway/)).toBeVisible();
  await page.keyboard.press("Escape");
  expect((await activeVersion(page, run)).number).toBe(before.number);
});

test("by keyboard alone: create a key and revoke it", async ({ page, run }) => {
  await signIn(page, run);
  await command(page, "create key", /Create key/);
  const dialog = page.getByRole("dialog");
  await tabTo(page, dialog.getByLabel("Name"));
  await page.keyboard.type("By keyboard");
  await press(page, dialog.getByRole("button", { name: "Create key" }));
  await expect(page.getByTestId("key-text")).toHaveText(/^mk_live_/);
  await press(page, dialog.getByRole("button", { name: "I have stored it" }));
  await expect(dialog).toHaveCount(0);
  await press(page, page.getByRole("button", { name: "What can be done with By keyboard" }));
  const revoke = page.getByRole("menuitem", { name: "Revoke" });
  await expect(revoke).toBeVisible();
  await page.keyboard.type("rev");
  await expect(revoke).toBeFocused();
  await page.keyboard.press("Enter");
  await press(page, dialog.getByRole("button", { name: "Revoke key" }));
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("row", { name: /By keyboard/ })).toContainText(/revoked/i);
});

test("by keyboard alone: drain an upstream and cancel it", async ({ page, run }) => {
  await signIn(page, run);
  await command(page, "drain west-1", /Drain west-1/);
  const dialog = page.getByRole("dialog", { name: "Give an override" });
  await expect(dialog.getByLabel("Upstream")).toHaveValue("west-1");
  await tabTo(page, dialog.getByLabel("Reason"));
  await page.keyboard.type("Only to show it");
  await press(page, dialog.getByRole("button", { name: "Give the order" }));
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("row", { name: /west-1.*Active/ });
  await press(page, row.getByRole("button", { name: /^Cancel/ }));
  await expect(row).toHaveCount(0);
});

test("shortcuts do nothing in a field and none at all once they are switched off", async ({ page, run }) => {
  await signIn(page, run);
  await shortcut(page, "g h");
  await expect(page).toHaveURL(/\/help/);
  await shortcut(page, "/");
  const search = page.getByRole("searchbox", { name: "Search the words" });
  await expect(search).toBeFocused();
  await page.keyboard.type("got?");
  await expect(search).toHaveValue("got?");
  await expect(page).toHaveURL(/\/help/);

  await page.keyboard.press("Tab");
  await shortcut(page, "?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await press(page, dialog.getByRole("button", { name: "Switch single keys off" }));
  await expect(dialog.getByText("Single keys are switched off")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await shortcut(page, "g o");
  await shortcut(page, "?");
  await expect(page).toHaveURL(/\/help/);
  await expect(dialog).toHaveCount(0);
  await command(page, "shortcuts", /Keyboard shortcuts/);
  await press(page, dialog.getByRole("button", { name: "Switch single keys on" }));
  await expect(dialog.getByText("Single keys are switched off")).toHaveCount(0);
});

test("what is set aside in the editor comes back by Alt+T and Undo", async ({ page, run }) => {
  await signIn(page, run);
  await command(page, "publish", /Edit and publish config/);
  const editor = page.getByRole("textbox", { name: "Routing config" });
  await tabTo(page, editor);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("# To be set aside");
  await page.keyboard.press("Escape");
  await tabTo(page, page.getByRole("button", { name: "Start over" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your changes are set aside")).toBeVisible();
  await expect(editor).not.toContainText("To be set aside");
  await page.keyboard.press("Alt+KeyT");
  await press(page, page.getByRole("button", { name: "Undo" }));
  await expect(editor).toContainText("To be set aside");
  await tabTo(page, page.getByRole("button", { name: "Start over" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(editor).not.toContainText("To be set aside");
});
