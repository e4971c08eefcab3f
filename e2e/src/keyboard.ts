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

/** Tabs to a field and types over what stands in it. */
export async function typeIn(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press("ControlOrMeta+a");
  await (text === "" ? page.keyboard.press("Delete") : page.keyboard.type(text));
}

/** Tabs into a group of radios, to the one that is checked or to the first, and goes on by arrows to the one that is meant. */
export async function choose(page: Page, group: Locator, radio: Locator): Promise<void> {
  /** Which of the radios has the focus; -1: none. */
  const place = () =>
    group.evaluate((element) =>
      [...element.querySelectorAll("[role=radio]")].findIndex((each) => each === document.activeElement),
    );
  await expect(radio).toBeVisible();
  for (let presses = 0; presses < mostPresses && (await place()) === -1; presses++) await page.keyboard.press("Tab");
  for (let presses = await group.getByRole("radio").count(); presses > 0; presses--) {
    if (await radio.evaluate((element) => element === document.activeElement)) break;
    const before = await place();
    await page.keyboard.press("ArrowDown");
    // The focus follows a moment later.
    await expect.poll(place).not.toBe(before);
  }
  await expect(radio).toBeFocused();
  await page.keyboard.press("Space");
  await expect(radio).toBeChecked();
}

/** A pointer that is used after all fails the test: nothing it does reaches the page. */
export async function withoutPointer(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const forbid = (event: Event) => {
      // A key that presses a button makes a click without a place.
      if (!(event instanceof MouseEvent) || event.detail === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      throw new Error(`A pointer was used: ${event.type}`);
    };
    for (const type of ["mousedown", "click"]) window.addEventListener(type, forbid, { capture: true });
  });
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
