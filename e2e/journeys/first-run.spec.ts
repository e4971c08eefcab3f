import { expect, test } from "../src/journey.ts";
import { overviewUrl } from "../src/routing-editor.ts";

test("first run: from the printed URL to a live chart in one click, without a complaint of the browser", async ({
  page,
  run,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));

  await page.goto(run.url);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByRole("button", { name: "Continue as engineer" }).click();
  await expect(page).toHaveURL(overviewUrl(run));
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  for (const upstream of ["east-1", "east-2", "west-1"])
    await expect(page.locator(`[data-upstream="${upstream}"]`)).toBeVisible();
  await expect(page.getByLabel("Requests", { exact: true }).first()).toContainText(/[1-9]/);
  expect(complaints).toEqual([]);
});

test("a wrong password is told as such and names no reason that helps a stranger", async ({ page, run }) => {
  await page.goto(`${run.url}/sign-in`);
  await page.getByLabel("Email").fill("engineer@demo.meridian.local");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").first()).toContainText(/email|password/i);
});

test("the health check answers without a session", async ({ request, run }) => {
  const reply = await request.get(`${run.url}/api/health`);
  expect(reply.status()).toBe(200);
});
