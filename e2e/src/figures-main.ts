// Prints the README's figures of starting and resting: a fresh clone, as a newcomer would make it, with a real browser.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chromium } from "playwright-core";
import { chromiumArgs, chromiumPath } from "./chromium.ts";
import { startProduct } from "./product.ts";

const root = resolve(import.meta.dirname, "..", "..");
const place = join(root, ".cache", "figures");
const checkout = join(place, "meridian");
const dataDir = join(checkout, ".data");
const restMs = 60_000;

const seconds = (sinceMs: number): string => `${((Date.now() - sinceMs) / 1_000).toFixed(1)} s`;
const print = (what: string, figure: string): void => void process.stdout.write(`${what.padEnd(48)} ${figure}\n`);

rmSync(place, { recursive: true, force: true });
const cloneMs = Date.now();
execFileSync("git", ["clone", "--quiet", root, checkout], { stdio: "inherit" });
const first = await startProduct({ checkout, dataDir });
await seeFirstChart(first.run.url);
print("clone to first live chart", seconds(cloneMs));
await first.stop();

const againMs = Date.now();
const second = await startProduct({ checkout, dataDir });
print("second start", seconds(againMs));
await setTimeout(restMs);
for (const [name, pid] of Object.entries(second.run.processes))
  print(`memory of ${name} after ${restMs / 1_000} s of demo traffic`, `${residentMb(pid)} MB`);
await second.stop();
rmSync(place, { recursive: true, force: true });

/** From the sign-in page to a chart that shows requests. */
async function seeFirstChart(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole("button", { name: "Continue as engineer" }).click();
  await page.locator('[data-upstream="east-1"]').waitFor({ timeout: 60_000 });
  await page.locator("[data-line]").first().waitFor({ timeout: 60_000 });
  await browser.close();
}

/** Resident memory of a process and its children, from /proc. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const own = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  return Math.round(children.reduce((sum, child) => sum + residentMb(Number(child)), own));
}
