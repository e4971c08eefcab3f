import { readFile } from "node:fs/promises";
import { expect, test } from "../src/journey.ts";
import { awake } from "../src/keyboard.ts";

test("a dashboard is narrowed, zoomed, compared and saved by keyboard, and a viewer opens the same", async ({
  signInAs,
}) => {
  const page = await signInAs("engineer");
  await awake(page);
  const name = `Support ${Date.now()}`;
  const narrow = page.locator('[data-group="support-chat"]').getByRole("button");
  await narrow.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]model=support-chat(&|$)/);
  await expect(page.getByRole("group", { name: "Filters" })).toContainText("Model: support-chat");
  await expect(page.getByLabel("Requests", { exact: true }).first()).toContainText(/[1-9]/);

  const latency = page.getByRole("application", { name: /^Latency,/ });
  await latency.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(latency).toContainText(/p95 (–|[\d.]+ m?s)/);
  for (let count = 0; count < 12; count += 1) await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]from=[^&]+&to=[^&]+/);
  await expect(page).toHaveURL(/model=support-chat/);
  await page.getByRole("application", { name: /^Latency,/ }).focus();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/range=5m/);

  await page.getByLabel("Compare with").selectOption("previous");
  await expect(page.getByLabel("Latency", { exact: true }).first()).toContainText("Previous period");

  await page.getByRole("button", { name: "Saved views" }).press("Enter");
  await page.getByRole("menuitem", { name: "Save as a new view…" }).press("Enter");
  await page.getByLabel("Name").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Saved view ${name}` })).toBeVisible();
  const saved = new URL(page.url());
  await page.reload();
  await expect(page.getByRole("button", { name: `Saved view ${name}` })).toBeVisible();
  expect(new URL(page.url()).search).toBe(saved.search);

  // Away first: a page whose session ends goes to sign in by itself.
  await page.goto("about:blank");
  await page.context().clearCookies();
  const viewer = await signInAs("viewer");
  await awake(viewer);
  await viewer.getByRole("button", { name: "Saved views" }).press("Enter");
  await expect(viewer.getByRole("menuitem", { name: name })).toBeVisible();
  await expect(viewer.getByRole("menuitem", { name: "Save as a new view…" })).toHaveCount(0);
  await viewer.getByRole("menuitem", { name: name }).press("Enter");
  await expect(viewer).toHaveURL(/model=support-chat/);
  await expect(viewer).toHaveURL(/compare=previous/);

  await viewer.goto("about:blank");
  await viewer.context().clearCookies();
  await signInAs("engineer");
  await page.goto(saved.href);
  const remove = async () => {
    await page.getByRole("button", { name: `Saved view ${name}` }).press("Enter");
    await page.getByRole("menuitem", { name: `Delete ${name}` }).press("Enter");
    await expect(page.getByText("View deleted").first()).toBeVisible();
  };
  await remove();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.goto(saved.href);
  await remove();
  await expect(page.getByRole("button", { name: "Saved views" })).toBeVisible();
});

test("a stretch is dragged over, left as a file, read as a table and walked through cell by cell", async ({
  signInAs,
}) => {
  const page = await signInAs("engineer");
  const requests = page.locator('[data-plot="Requests"]');
  await expect(page.locator('[data-line="completed"]').first()).toBeVisible();
  const box = await requests.boundingBox();
  if (box === null) throw new Error("The chart has no place.");
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 5 });
  await expect(page.locator("[data-crosshair]")).not.toHaveCount(1);
  await page.mouse.up();
  await expect(page).toHaveURL(/[?&]from=[^&]+&to=/);
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await expect(page).toHaveURL(/range=5m/);

  // What stands in the table goes into the file: that of these five minutes, which is still on its way.
  const table = page.getByRole("region", { name: "Usage and cost by model" });
  await expect(table.getByRole("row", { name: /support-chat.*\d%/ })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download Usage and cost by Model as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^meridian-usage-and-cost-by-model-\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
  const [header, ...lines] = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
  expect(header).toMatch(/^model,requests,share,failed,error rate/);
  expect(lines.some((line) => /^support-chat,[1-9]\d*,0\.\d+/.test(line))).toBe(true);

  await page.getByRole("button", { name: "Show Latency as a table" }).press("Enter");
  await expect(page.getByRole("region", { name: "Latency", exact: true }).getByRole("columnheader")).toHaveText([
    "From",
    "p50",
    "p95",
    "p99",
  ]);

  const heatmap = page.getByRole("application", { name: /^Latency heatmap/ });
  await heatmap.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  await expect(heatmap.locator("[aria-live]")).toContainText(/M?s – .*s: [\d,]+ requests?/i);
});

test("two config versions stand beside each other, a wall shows it large, and a broken address says so", async ({
  signInAs,
}) => {
  const page = await signInAs("engineer");
  const overview = page.url().replace(/\?.*/, "");
  await page.goto(`${overview}?range=1h&compare=v1..v2`);
  const difference = page.getByRole("table").filter({ hasText: "Cost per 1,000 requests" });
  await expect(difference.getByRole("row", { name: /^Requests / })).toContainText(/\d/);
  await expect(page.getByLabel("Latency", { exact: true }).first()).toContainText("v1 p95");

  await page.goto(`${overview}?range=15m`);
  await page.getByRole("button", { name: "Wall" }).press("Enter");
  const wall = page.getByRole("dialog");
  await expect(wall.getByRole("region", { name: "Latency p99" })).toContainText(/\d/);
  await expect(page).toHaveURL(/wall=1/);
  await page.keyboard.press("ArrowRight");
  await expect(wall.getByRole("heading", { name: /^TTFT streams/ })).toBeVisible();
  await wall.getByRole("button", { name: "Turn pages" }).click();
  await expect(page).toHaveURL(/wall=cycle/);
  await page.keyboard.press("Escape");
  await expect(wall).toHaveCount(0);
  await expect(page).not.toHaveURL(/wall/);

  await page.goto(`${overview}?range=2h&by=color`);
  await expect(page.getByText("There is no range “2h”, so the last 5 minutes are shown.")).toBeVisible();
});
