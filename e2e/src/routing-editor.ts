import { expect, type Page } from "@playwright/test";
import type { Run } from "./product.ts";

/**
 * Replaces the whole text of the editor and publishes it through the dialog. Resolves when all gateways have it.
 *
 * @returns when the button was clicked, epoch ms
 */
export async function publishInEditor(page: Page, yaml: string, message: string): Promise<number> {
  await page.getByRole("link", { name: "Routing", exact: true }).first().click();
  await page.getByRole("link", { name: "Edit config" }).click();
  await replaceText(page, yaml);
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Message").fill(message);
  const publishNow = dialog.getByRole("button", { name: "Publish now" });
  // The dialog moves while it opens, which Playwright waits out before it clicks.
  await publishNow.click({ trial: true });
  const clickedAtMs = Date.now();
  await publishNow.click();
  await expect(page.getByRole("dialog").getByText(/Applied by 1 of 1 gateway/)).toBeVisible();
  return clickedAtMs;
}

export async function replaceText(page: Page, yaml: string): Promise<void> {
  const text = page.locator(".cm-content");
  await text.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(yaml);
}

/** The document with the weights of internal-search set anew. */
export function withSearchOn(yaml: string, west: number, east: number): string {
  return yaml
    .replace(/(upstream: west-1, priority: 1, weight: )\d+/, `$1${west}`)
    .replace(/(upstream: east-2, priority: 1, weight: )\d+/, `$1${east}`);
}

export const overviewUrl = (run: Run): RegExp => new RegExp(`^${run.url}/[^/]+/[^/]+/overview`);
