// Makes the README's picture: the overview a minute and a half after the start, when traffic has left the slow upstream.
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { chromiumArgs, chromiumPath } from "./chromium.ts";
import { startProduct } from "./product.ts";

const file = join(resolve(import.meta.dirname, "..", ".."), "docs", "overview.png");
const afterMs = 95_000;

process.stderr.write("Starting a copy of the product …\n");
const product = await startProduct({ demoTroubles: "on" });
try {
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
  const page = await browser.newPage({ viewport: { width: 1280, height: 890 }, timezoneId: "America/New_York" });
  await page.goto(product.run.url);
  await page.getByRole("button", { name: "Continue as engineer" }).click();
  process.stderr.write(`Watching the demo for ${afterMs / 1_000} s …\n`);
  await page.waitForFunction((untilMs) => performance.now() > untilMs, afterMs, {
    timeout: afterMs + 10_000,
    polling: 500,
  });
  await page.screenshot({ path: file });
  await browser.close();
  process.stderr.write(`Written: ${file}\n`);
} finally {
  await product.stop();
}
