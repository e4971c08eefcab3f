import { activeVersion, nextVersion } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";
import { startLoad } from "../src/load.ts";
import { publishInEditor, replaceText, withSearchOn } from "../src/routing-editor.ts";

test("publish a config and see traffic shift within a second, without losing a request", async ({ signInAs, run }) => {
  const page = await signInAs("domain_expert");
  const before = await activeVersion(page, run);
  const published = await nextVersion(page, run);
  const load = startLoad({ gatewayUrl: run.gatewayUrl, key: run.gatewayKey, model: "internal-search", everyMs: 50 });

  const clickedAtMs = await publishInEditor(page, withSearchOn(before.yaml, 1, 999), "Search moves east");
  await expect.poll(() => load.lastVersion(), { timeout: 5_000 }).toBe(published);
  expect(load.firstSentUnder(published) - clickedAtMs).toBeLessThan(1_000);
  await expect.poll(() => load.upstreamOfLast(), { timeout: 5_000 }).toBe("east-2");

  const { failures, sent } = await load.stop();
  expect(sent).toBeGreaterThan(20);
  expect(failures).toEqual([]);

  await page
    .getByRole("dialog")
    .getByRole("button", { name: /close|done/i })
    .first()
    .click();
  const row = page.locator(`[data-version="${published}"]`);
  await expect(row).toContainText("Search moves east");
  await expect(row).toContainText("Dana Expert");
  await expect(row).toContainText(/internal-search/);
});

test("the editor names a mistake with its place as it is typed, and does not let it be published", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  const { yaml } = await activeVersion(page, run);
  await page.getByRole("link", { name: "Routing", exact: true }).first().click();
  await page.getByRole("link", { name: "Edit config" }).click();
  await replaceText(page, yaml.replace("upstream: west-1, priority: 1", "upstream: west-9, priority: 1"));
  const problems = page.getByLabel("Problems");
  await expect(problems).toContainText("west-9");
  await expect(problems).toContainText(/\d+:\d+/);
  await expect(page.getByRole("button", { name: "Publish…" })).toBeDisabled();

  await page.reload();
  await expect(page.getByText("Your unpublished text is back")).toBeVisible();
  await expect(problems).toContainText("west-9");
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(problems).not.toContainText("west-9");
});

test("what a key means is told where the pointer rests, with what can be typed as code", async ({ signInAs, run }) => {
  const page = await signInAs("engineer");
  const { yaml } = await activeVersion(page, run);
  await page.getByRole("link", { name: "Routing", exact: true }).first().click();
  await page.getByRole("link", { name: "Edit config" }).click();
  await replaceText(page, yaml.replace("routes:\n", "routes:\n  cheap:\n    objectives: { success_rate: 99% }\n"));
  await page.locator(".cm-line", { hasText: "success_rate" }).locator("span", { hasText: "success_rate" }).hover();
  const told = page.locator(".cm-tooltip-hover");
  await expect(told).toContainText("Share of its requests that each upstream should answer");
  await expect(told.locator("p code")).toHaveText("99.9%");
});
