import { expect, test } from "../src/journey.ts";

test("offline and unanswered are said over the screen, and end by themselves", async ({ signInAs, context }) => {
  const page = await signInAs("viewer");
  await page.getByRole("link", { name: "Routing", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Versions" })).toBeVisible();
  // A page that is still being told by the server is not there yet to be looked at offline.
  await page.waitForLoadState("networkidle");

  await context.setOffline(true);
  await expect(page.getByText(/^You are offline/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Versions" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^You are offline/)).toHaveCount(0);

  await context.route("**/api/**", (route) => route.abort());
  await expect(page.getByText(/^Meridian does not answer\. What you see/)).toBeVisible();
  await context.unroute("**/api/**");
  await expect(page.getByText(/^Meridian does not answer\. What you see/)).toHaveCount(0);
});

test("a session that ended is named, and signing in leads back to where one was", async ({
  signInAs,
  run,
  context,
}) => {
  const page = await signInAs("viewer");
  await page.getByRole("link", { name: "Requests", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Requests", level: 1 })).toBeVisible();
  await context.clearCookies();
  await page.getByRole("link", { name: "Routing", exact: true }).first().click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Email").fill(run.users.find(({ role }) => role === "viewer")?.email ?? "");
  await page.getByLabel("Password").fill(run.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/routing/);
});
