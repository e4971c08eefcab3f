import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type AppPage, appPages, unknownRoutes } from "../src/app-pages.ts";
import { expect, test } from "../src/journey.ts";
import { awake } from "../src/keyboard.ts";

/** Rules that depend on the theme; the others are the same in both. */
const colourRules = ["color-contrast", "link-in-text-block"];

type RunOnly = NonNullable<Parameters<AxeBuilder["options"]>[0]["runOnly"]>;

const everything: RunOnly = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

/** What axe has to say of a page as it is, each with the elements it is about: all of it in light, of colours in dark too. */
async function violations(page: Page): Promise<string[]> {
  const light = await inTheme(page, "light", everything);
  return [...light, ...(await inTheme(page, "dark", { type: "rule", values: colourRules }))];
}

async function inTheme(page: Page, scheme: "light" | "dark", runOnly: RunOnly): Promise<string[]> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${scheme}\\b`));
  // No page has frames, for which axe would open a page of its own each time; and what is in order needs no words.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ runOnly, resultTypes: ["violations"] });
  const { violations: found } = await axe.analyze();
  return found.map(({ id, nodes }) => `${scheme}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

test("the list of pages knows every page there is", () => {
  expect(unknownRoutes()).toEqual([]);
});

test("no page has an accessibility violation that axe can find, in light and dark", async ({
  signInAs,
  run,
  browser,
}) => {
  test.setTimeout(180_000);
  const page = await signInAs("owner");
  const base = page.url().replace(/\/overview.*/, "");
  const strangers = await browser.newContext();
  const found: Record<string, string[]> = {};
  const visit = async (visitor: Page, queue: AppPage[]) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await visitor.goto(await next.address({ run, page, base }));
      await expect(visitor.getByRole("heading", { level: 1 })).toBeVisible();
      found[next.name] = await violations(visitor);
    }
  };
  // Two at a time: most of it is waiting for the page or for axe, in turn.
  const signedIn = appPages.filter(({ signedOut }) => signedOut !== true);
  const other = await page.context().newPage();
  await Promise.all([visit(page, signedIn), visit(other, signedIn)]);
  await other.close();
  await visit(
    await strangers.newPage(),
    appPages.filter(({ signedOut }) => signedOut === true),
  );
  expect(Object.keys(found)).toHaveLength(appPages.length);
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
