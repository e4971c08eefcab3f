import { expect, test } from "../src/journey.ts";

test("watch live traffic: a tick a second, pause holds the picture, the URL holds the range", async ({ signInAs }) => {
  const page = await signInAs("viewer");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const figures = page.getByLabel("Key figures", { exact: true });
  await expect(figures).toContainText(/p95/);

  const before = await figures.innerText();
  await expect.poll(() => figures.innerText(), { timeout: 10_000 }).not.toBe(before);

  await page.getByRole("button", { name: "Pause live" }).click();
  await expect(page.getByText(/^Paused/)).toBeVisible();
  const held = await figures.innerText();
  const ticked = page.waitForEvent("websocket", { timeout: 1_500 }).catch(() => null); // a second and a half of the clock
  await ticked;
  expect(await figures.innerText()).toBe(held);
  await page.getByRole("button", { name: "Resume live" }).click();
  await expect.poll(() => figures.innerText(), { timeout: 10_000 }).not.toBe(held);

  await page
    .getByRole("radiogroup", { name: "Time range" })
    .or(page.getByLabel("Time range"))
    .first()
    .getByText("15 min")
    .click();
  await expect(page).toHaveURL(/range=15m/);
  await page.reload();
  await expect(page).toHaveURL(/range=15m/);
  await expect(page.getByText(/^Traffic of .*, last 15 minutes$/)).toBeVisible();
  await expect(figures).toContainText(/p95/);
});
