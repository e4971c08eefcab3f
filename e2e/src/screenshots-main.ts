// Pictures of every page at two widths in both themes, and one page to look at them all.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { type AppPage, appPages, unknownRoutes } from "./app-pages.ts";
import { chromiumArgs, chromiumPath } from "./chromium.ts";
import { type Run, startProduct } from "./product.ts";

const usage = `npm run screenshots -- [options]

Starts a copy of the product and takes a picture of every page at 1280 × 800 and 390 × 844, light and dark, into
.cache/screenshots; index.html there shows them all.

  --only TEXT    pages whose name holds the text
  --settle N     seconds of demo traffic before the first picture: 75
  --help         this text
`;

const folder = join(resolve(import.meta.dirname, "..", ".."), ".cache", "screenshots");
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
const schemes = ["light", "dark"] as const;
/** Live pages never come to rest: after what is needed first has come, they get this long. */
const drawMs = 1_200;

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    settle: { type: "string", default: "75" },
    help: { type: "boolean", default: false },
  },
});
const chosen = appPages.filter(({ name }) => name.includes(values.only));

async function main(): Promise<void> {
  const unknown = unknownRoutes();
  if (unknown.length > 0) throw new Error(`No entry in app-pages.ts for ${unknown.join(", ")}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.stderr.write("Starting a copy of the product …\n");
  const product = await startProduct({ demoTroubles: "on" });
  try {
    const browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
    await takeAll(browser, product.run);
    await browser.close();
    writeFileSync(join(folder, "index.html"), indexOf(chosen));
    process.stderr.write(`Look at them: ${join(folder, "index.html")}\n`);
  } finally {
    await product.stop();
  }
}

async function takeAll(browser: Browser, run: Run): Promise<void> {
  const page = await newPage(browser);
  const base = await signIn(page, run);
  await pause(Number(values.settle) * 1_000);
  const stranger = await newPage(browser);
  for (const each of chosen) {
    process.stderr.write(`${each.name}\n`);
    const address = await each.address({ run, page, base });
    await take(each, each.signedOut === true ? stranger : page, address);
  }
}

async function take(each: AppPage, page: Page, address: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(address);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await pause(drawMs);
      await page.screenshot({ path: join(folder, fileOf(each, size.width, colorScheme)), fullPage: true });
    }
  }
}

const fileOf = ({ name }: AppPage, width: number, scheme: string): string => `${name}-${width}-${scheme}.png`;

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ timezoneId: "America/New_York", locale: "en-US" });
  return context.newPage();
}

/** As the owner, who sees everything. */
async function signIn(page: Page, run: Run): Promise<string> {
  await page.goto(`${run.url}/sign-in`);
  await page.getByLabel("Email").fill(run.users.find(({ role }) => role === "owner")?.email ?? "");
  await page.getByLabel("Password").fill(run.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/overview/);
  return page.url().replace(/\/overview.*/, "");
}

function indexOf(pages: readonly AppPage[]): string {
  const rows = pages.map((each) => {
    const pictures = sizes.flatMap(({ width }) =>
      schemes.map((scheme) => {
        const file = fileOf(each, width, scheme);
        return `<a href="${file}"><img src="${file}" alt="${each.name}, ${width} px, ${scheme}" height="400" loading="lazy"></a>`;
      }),
    );
    return `<h2>${each.name}</h2>\n<p>${pictures.join("\n")}</p>`;
  });
  return `<!doctype html>\n<html lang="en-US"><meta charset="utf-8"><title>Every page</title>\n<style>body{font-family:sans-serif;background:#777;margin:2rem}img{margin:4px}</style>\n${rows.join("\n")}\n</html>\n`;
}

if (values.help) process.stdout.write(usage);
else await main();
