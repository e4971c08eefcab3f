import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { query } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";
import { type Run, startProduct } from "../src/product.ts";

const root = resolve(import.meta.dirname, "..", "..");
const passphrase = "correct horse battery staple";

/** Runs the launcher with the ports and the data folder of a copy. */
async function launcher(dataDir: string, postgresPort: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(root, "packages/cli/launch/launch.mjs"), ...args], {
    env: {
      ...process.env,
      MERIDIAN_DATA_DIR: dataDir,
      POSTGRES_PORT: postgresPort,
      MERIDIAN_BACKUP_PASSPHRASE: passphrase,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${said}`);
  return said;
}

/** What the dashboards of a span are drawn from, and who and what there is. */
async function everything(page: Page, run: Run, fromMs: number, toMs: number) {
  const { environmentId, workspaceId } = run;
  const cells = { environmentId, fromMs, toMs, stepMs: 10_000, by: ["route", "upstream"] };
  return {
    cells: (await query<{ readonly cells: unknown }>(page, run, "metrics.query", cells)).cells,
    versions: await query(page, run, "routingConfig.versions", { workspaceId, environmentId }),
    // When somebody was last seen changes with every look, also with this one.
    people: JSON.stringify(await query(page, run, "members.list", { workspaceId })).replaceAll(
      /"lastSeenAtMs":\w+/g,
      "",
    ),
  };
}

async function signIn(page: Page, run: Run): Promise<void> {
  await page.goto(`${run.url}/sign-in`);
  await page.getByLabel("Email").fill(run.users.find(({ role }) => role === "owner")?.email ?? "");
  await page.getByLabel("Password").fill(run.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/overview/);
}

test("a backup of a running copy, restored on an empty machine, shows the same dashboards to the same people", async ({
  page,
}) => {
  test.setTimeout(400_000);
  const folder = mkdtempSync(join(tmpdir(), "meridian-e2e-backup-"));
  const [from, to, file] = ["from", "to", "all.backup"].map((name) => join(folder, name)) as [string, string, string];
  const first = await startProduct({ dataDir: from });
  const fromMs = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;
  let before: Awaited<ReturnType<typeof everything>>;
  const span = { toMs: 0 };
  try {
    await signIn(page, first.run);
    const counted = () => everything(page, first.run, fromMs, Math.floor(Date.now() / 10_000) * 10_000);
    await expect
      .poll(async () => JSON.stringify((await counted()).cells).length, { timeout: 60_000 })
      .toBeGreaterThan(200);
    // Cells that may still grow stay out of the comparison.
    span.toMs = Math.floor(Date.now() / 10_000) * 10_000 - 20_000;
    before = await everything(page, first.run, fromMs, span.toMs);
    const said = await launcher(from, new URL(first.run.databaseUrl).port, "backup", "--to", file, "--with-keys");
    expect(said).toContain("Backup written");
  } finally {
    await first.stop();
  }
  expect(await launcher(to, new URL(first.run.databaseUrl).port, "restore", "--from", file)).toContain("Restored");
  const second = await startProduct({ dataDir: to });
  try {
    await page.context().clearCookies();
    await signIn(page, second.run);
    expect(await everything(page, second.run, fromMs, span.toMs)).toEqual(before);
    await expect(page.locator('[data-upstream="east-1"]')).toBeVisible({ timeout: 60_000 });
  } finally {
    await second.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
