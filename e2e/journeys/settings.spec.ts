import type { Page } from "@playwright/test";
import { expect, test } from "../src/journey.ts";
import { awake, command, press, tabTo, typeIn, withoutPointer } from "../src/keyboard.ts";
import type { Run } from "../src/product.ts";

/** Opens a page of the settings by the list beside them. */
async function openSettings(page: Page, label: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: label, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: label })).toBeVisible();
}

/** Makes a key by the dialog; resolves to its text. */
async function createKey(page: Page, name: string, fill: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>) {
  await page.getByRole("link", { name: "Keys", exact: true }).first().click();
  await page.getByRole("button", { name: "Create key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await fill(dialog);
  await dialog.getByRole("button", { name: "Create key" }).click();
  const text = await page.getByTestId("key-text").innerText();
  await page.getByRole("button", { name: "I have stored it" }).click();
  return text;
}

const act = async (page: Page, key: string, what: string) => {
  await page.getByRole("button", { name: `What can be done with ${key}` }).click();
  await page.getByRole("menuitem", { name: what }).click();
};

/** One chat completion of few tokens. */
function chat(run: Run, key: string, model = "support-chat") {
  return fetch(`${run.gatewayUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model, max_tokens: 4, messages: [{ role: "user", content: "Where is my order?" }] }),
  });
}

test("a key of 2 requests a minute answers 429 and says why; re-rolled, both its texts hold until the old one is ended", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  const old = await createKey(page, "Limited", (dialog) => dialog.getByLabel("Requests per minute").fill("2"));
  await expect(page.getByRole("row", { name: /Limited/ })).toContainText("2 RPM");
  await expect.poll(async () => (await chat(run, old)).status, { timeout: 5_000 }).toBe(200);
  await chat(run, old);
  const refused = await chat(run, old);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.text()).toContain("may begin 2 requests a minute");

  await act(page, "Limited", "Edit");
  await page.getByRole("dialog").getByLabel("Requests per minute").fill("");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await act(page, "Limited", "Re-roll");
  await page.getByRole("dialog").getByLabel("The old key still holds for").selectOption({ label: "1 day" });
  await page.getByRole("dialog").getByRole("button", { name: "Make a new key" }).click();
  const fresh = await page.getByTestId("key-text").innerText();
  await page.getByRole("button", { name: "I have stored it" }).click();
  const row = page.getByRole("row", { name: /Limited/ });
  await expect(row).toContainText("Old one still holds");
  const status = async (key: string) => (await chat(run, key)).status;
  await expect.poll(() => status(fresh), { timeout: 5_000 }).toBe(200);
  expect(await status(old)).toBe(200);

  await act(page, "Limited", "End the old key now");
  await page.getByRole("button", { name: "End it now" }).click();
  await expect(row).not.toContainText("Old one still holds");
  await expect.poll(() => status(old), { timeout: 5_000 }).toBe(401);
  expect(await status(fresh)).toBe(200);
  await act(page, "Limited", "Revoke");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(row).toContainText("Revoked");
});

test("a key that may spend $0.0002 a day is refused with 429 when that is used up, and the list says what it spent", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  const key = await createKey(page, "Budgeted", async (dialog) => {
    const amount = dialog.getByLabel("Spend, US dollars");
    await amount.fill("-1");
    await expect(dialog.getByText("Write an amount above 0")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Create key" })).toBeDisabled();
    await amount.fill("0.0002");
    await dialog.getByLabel("In each").selectOption("day");
    await dialog.getByLabel("Time zone").selectOption("America/New_York");
  });
  const row = page.getByRole("row", { name: /Budgeted/ });
  await expect(row).toContainText("$0.0002 a day");
  await expect.poll(async () => (await chat(run, key)).status, { timeout: 5_000 }).toBe(200);
  let refused = await chat(run, key);
  for (let sent = 0; refused.status === 200 && sent < 100; sent += 1) refused = await chat(run, key);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: "key_spend" } });
  // Until midnight in New York: at most the 25 hours of the day on which clocks go back.
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(25 * 3_600);
  await expect(row).toContainText(/\$0\.00\d+ spent today/, { timeout: 40_000 });
  await act(page, "Budgeted", "Revoke");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(row).toContainText("Revoked");
});

test("by keyboard alone: an owner limits the workspace, its gateways hear it, and it is taken back", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("owner");
  await withoutPointer(page);
  await page.reload();
  await awake(page);
  await command(page, "workspace", /^Workspace/);
  const limits = page.getByRole("region", { name: "Limits" });
  await expect(limits).toContainText("None is set");
  const requests = limits.getByLabel("Requests per minute");
  await typeIn(page, requests, "0");
  await expect(limits).toContainText("Write a whole number from 1 to 60,000.");
  await typeIn(page, requests, "60000");
  await typeIn(page, limits.getByLabel("Spend, US dollars"), "1000000");
  await press(page, limits.getByRole("button", { name: "Save limits" }));
  await expect(limits).toContainText("60,000 RPM");
  await expect(limits).toContainText(/\$1M a month.*spent this month/);
  // The demo's own traffic is counted against it from then on.
  const quota = async () => (await fetch(`${run.gatewayAdminUrl}/metrics`)).text();
  await expect.poll(quota, { timeout: 10_000 }).toMatch(/meridian_workspace_quota_used_ratio\{[^}]*limit="spend"/);
  await page.reload();
  await expect(requests).toHaveValue("60000");
  await typeIn(page, requests, "");
  await typeIn(page, limits.getByLabel("Spend, US dollars"), "");
  await press(page, limits.getByRole("button", { name: "Save limits" }));
  await expect(limits).toContainText("None is set");
  await command(page, "audit log", /Audit log/);
  const events = page.getByRole("region", { name: "Events" });
  await expect(events.getByRole("listitem").first()).toContainText("Workspace limits: set");
});

test("an upstream is drained for 30 minutes, everybody sees it, and cancelling is taken back once", async ({
  signInAs,
}) => {
  const page = await signInAs("engineer");
  await openSettings(page, "Overrides");
  await page.getByRole("button", { name: "Give an override" }).first().click();
  const dialog = page.getByRole("dialog");
  const upstream = dialog.getByLabel("Upstream");
  await upstream.selectOption({ index: 1 });
  const name = await upstream.inputValue();
  await expect(dialog.getByLabel("Lasts")).toHaveValue("30");
  await dialog.getByLabel("Reason").fill("Journey: driver update");
  await dialog.getByRole("button", { name: "Give the order" }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("row", { name: new RegExp(`Drain ${name}`) }).first();
  await expect(row).toContainText("Active");
  await expect(row).toContainText(/in (29 min \d+ s|30 min 0 s)/);

  await page.getByRole("link", { name: "Overview", exact: true }).first().click();
  const banner = page.getByRole("region", { name: "Overrides in force" });
  await expect(banner).toContainText(`Drain ${name}`);
  await expect(banner).toContainText("Journey: driver update");
  await banner.getByRole("button", { name: `Cancel: Drain ${name}` }).click();
  await expect(banner).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(banner).toContainText(`Drain ${name}`);
  await banner.getByRole("button", { name: `Cancel: Drain ${name}` }).click();
  await expect(banner).toHaveCount(0);
});

test("by keyboard alone: the audit log names who did what, is filtered and exported, and is not for engineers", async ({
  signInAs,
}) => {
  const page = await signInAs("owner");
  await withoutPointer(page);
  await page.reload();
  await awake(page);
  await command(page, "audit log", /Audit log/);
  await tabTo(page, page.getByLabel("Action"));
  await page.keyboard.type("Routing config: publish");
  await expect(page).toHaveURL(/action=routing-config.publish/);
  const events = page.getByRole("region", { name: "Events" });
  await expect(events.getByRole("listitem").first()).toContainText("Routing config: publish");
  await press(page, events.locator("summary").first());
  await expect(events.getByRole("table").first()).toContainText("Config version");
  const downloading = page.waitForEvent("download");
  await press(page, page.getByRole("button", { name: "Export" }));
  await expect(page.getByRole("menuitem", { name: /CSV/ })).toBeVisible();
  await page.keyboard.type("CSV");
  await page.keyboard.press("Enter");
  expect((await downloading).suggestedFilename()).toMatch(/^audit-log-\d{4}-\d{2}-\d{2}\.csv$/);
  await press(page, page.getByRole("button", { name: "Clear" }));
  await expect(events.getByRole("listitem").first()).toContainText("Audit log: export");
});

test("by keyboard alone: retention says what a change deletes before it is made", async ({ signInAs }) => {
  const page = await signInAs("owner");
  await withoutPointer(page);
  await page.reload();
  await awake(page);
  await command(page, "retention", /Retention/);
  const days = page.getByLabel("Request details, days");
  await typeIn(page, days, "6");
  await press(page, page.getByRole("button", { name: "Review the change" }));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("6 days");
  await expect(dialog).toContainText("Nothing that is kept now is deleted");
  await press(page, dialog.getByRole("button", { name: "Change", exact: true }));
  await expect(dialog).toHaveCount(0);
  await expect(days).toHaveValue("6");
  await typeIn(page, days, "");
  await press(page, page.getByRole("button", { name: "Review the change" }));
  await press(page, page.getByRole("dialog").getByRole("button", { name: "Change", exact: true }));
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
