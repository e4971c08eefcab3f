import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { appPages, unknownRoutes } from "../src/app-pages.ts";
import { expect, test } from "../src/journey.ts";
import { awake } from "../src/keyboard.ts";

/** What axe has to say of a page as it is, each with the elements it is about. */
async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

test("the list of pages knows every page there is", () => {
  expect(unknownRoutes()).toEqual([]);
});

for (const scheme of ["light", "dark"] as const) {
  test(`no page has an accessibility violation that axe can find, in ${scheme}`, async ({ signInAs, run, browser }) => {
    const page = await signInAs("owner");
    const base = page.url().replace(/\/overview.*/, "");
    const strangers = await browser.newContext();
    const stranger = await strangers.newPage();
    for (const each of [page, stranger]) await each.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const found: Record<string, string[]> = {};
    for (const { name, signedOut, address } of appPages) {
      const visitor = signedOut === true ? stranger : page;
      await visitor.goto(await address({ run, page, base }));
      await expect(visitor.getByRole("heading", { level: 1 })).toBeVisible();
      found[name] = await violations(visitor);
    }
    await page.goto(`${base}/help`);
    await awake(page);
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("combobox", { name: "Command palette" })).toBeFocused();
    found["palette"] = await violations(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    found["shortcuts"] = await violations(page);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "More" }).click();
    found["more"] = await violations(page);
    await strangers.close();
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
  });
}
