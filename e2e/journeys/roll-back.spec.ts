import { activeVersion, nextVersion } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";
import { startLoad } from "../src/load.ts";
import { publishInEditor, withSearchOn } from "../src/routing-editor.ts";

test("roll back: says what changes, asks why, reaches the gateway within a second and drops no request", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  const good = await activeVersion(page, run);
  const experiment = await nextVersion(page, run);
  await publishInEditor(page, withSearchOn(good.yaml, 500, 500), "An experiment");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /close|done/i })
    .first()
    .click();

  const load = startLoad({ gatewayUrl: run.gatewayUrl, key: run.gatewayKey, model: "internal-search", everyMs: 50 });
  await expect.poll(() => load.lastVersion()).toBe(experiment);
  await page.getByRole("button", { name: `Roll back to v${good.number}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("What changes now");
  await expect(dialog).toContainText(/internal-search/);
  await expect(dialog.getByRole("button", { name: "Roll back now" })).toBeDisabled();
  await dialog.getByLabel("Reason").fill("Latency went up");
  await dialog.getByRole("button", { name: "Roll back now" }).click();
  const clickedAtMs = Date.now();
  await expect.poll(() => load.lastVersion(), { timeout: 5_000, intervals: [20] }).toBe(good.number);
  expect(Date.now() - clickedAtMs).toBeLessThan(1_000);
  await expect(page.getByRole("dialog").getByText(/Applied by 1 of 1 gateway/)).toBeVisible();

  const { failures } = await load.stop();
  expect(failures).toEqual([]);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /close|done/i })
    .first()
    .click();
  await expect(page.getByLabel("Active deployment")).toContainText("Latency went up");
  await expect(page.getByLabel("Active deployment")).toContainText("Rolled back by Erin Engineer");
});
