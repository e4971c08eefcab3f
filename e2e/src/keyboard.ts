import { expect, type Locator, type Page } from "@playwright/test";

const mostPresses = 120;

/** The page listens to keys once it is alive: then its badge has heard how the live feed stands, well or not. */
export async function awake(page: Page): Promise<void> {
  await expect(page.getByText(/^(Live|Reconnecting|No gateway)/).first()).toBeVisible();
}

/** Tabs until the focus is on an element, as who has no pointer would; fails when it never comes there. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < mostPresses; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${mostPresses} × ${key} never came to ${String(target)}`);
}

/** Tabs to a button or link and presses it. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Opens the palette, types and takes the first entry, once it is the one that is meant. */
export async function command(page: Page, text: string, entry: RegExp): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: "Command palette" })).toBeFocused();
  await page.keyboard.type(text);
  await expect(page.getByRole("option", { selected: true })).toHaveText(entry);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toHaveCount(0);
}

/** The keys of a shortcut, one after another. */
export async function shortcut(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(" ")) await page.keyboard.press(key);
}
