import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { chromium } from "playwright-core";

/** Quiet and self-contained: no GPU, no calls home; without a sandbox because tests also run as root in containers. */
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * Where a Chromium is, in this order: CHROMIUM_PATH, Playwright's own, the system's, the one that comes as an npm package
 * (Linux x64).
 */
export async function chromiumPath(): Promise<string> {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    if (!existsSync(named))
      throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file. Mend it or unset it.`);
    return named;
  }
  const found = [chromium.executablePath(), "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) =>
    existsSync(path),
  );
  return found ?? (await sparticuz.executablePath());
}
