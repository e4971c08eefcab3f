import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { query } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";
import { awake, command, press, typeIn, withoutPointer } from "../src/keyboard.ts";
import type { Run } from "../src/product.ts";

type Ask = { readonly model?: string; readonly session?: string; readonly traceId?: string };

/** Asks the gateway for a short answer, and gives the id of the request back. */
async function ask(run: Run, { model = "support-chat", session, traceId }: Ask = {}): Promise<string> {
  const reply = await fetch(`${run.gatewayUrl}/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${run.gatewayKey}`,
      "content-type": "application/json",
      ...(session && { "x-meridian-session": session }),
      ...(traceId && { traceparent: `00-${traceId}-00f067aa0ba902b7-01` }),
    },
    body: JSON.stringify({ model, max_tokens: 4, messages: [{ role: "user", content: "Where is my order?" }] }),
  });
  await reply.text();
  return reply.headers.get("x-request-id") ?? "";
}

test("filters stand in the address and as chips, with counts of what was counted, and the page goes back and forth", async ({
  signInAs,
}) => {
  const page = await signInAs("viewer");
  await page.getByRole("link", { name: "Requests", exact: true }).first().click();
  await expect(page.getByRole("row").nth(10)).toBeVisible();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const menu = page.getByRole("dialog", { name: "Filter requests" });
  await expect(menu).toContainText(/Counts of (all|the last) [\d,]+ requests of this window/);
  await menu
    .getByRole("button", { name: /^internal-search/ })
    .first()
    .click();
  await expect(page).toHaveURL(/route=internal-search/);
  await page.keyboard.press("Escape");
  const chips = page.getByRole("list", { name: "Filters" });
  await expect(chips).toContainText("Route: internal-search");
  const routes = page.locator("tr[data-request] td:nth-child(3)");
  await expect.poll(async () => new Set(await routes.allInnerTexts())).toEqual(new Set(["internal-search"]));

  const last = page.locator("tr[data-request]").last();
  const id = (await last.getAttribute("data-request")) ?? "";
  await page.goto(`${page.url()}&status=418`);
  await expect(page.getByText("No request fits")).toBeVisible();
  await page.getByRole("button", { name: "Remove filter Status: 418" }).click();
  await expect(routes.first()).toBeVisible();
  expect(id).not.toBe("");
});

test("the log is read from any position, towards older and newer ones", async ({ signInAs, run }) => {
  const page = await signInAs("viewer");
  type Listed = { readonly requests: readonly { readonly id: string; readonly startedAtMs: number }[] };
  const { requests } = await query<Listed>(page, run, "requests.list", {
    environmentId: run.environmentId,
    limit: 30,
    filter: {},
    // A line stands where its request began, and comes when it has ended: of those that began 15 s ago none is missing.
    toMs: Date.now() - 15_000,
  });
  const at = requests[10];
  const next = requests[11];
  await page.goto(`${page.url().replace(/overview.*/, "requests")}?at=${at?.startedAtMs}_${at?.id}`);
  const lines = page.locator("tr[data-request]");
  await expect(lines.first()).toHaveAttribute("data-request", next?.id ?? "");
  await page.getByRole("button", { name: "Load newer" }).click();
  await expect(page.locator(`tr[data-request="${requests[5]?.id}"]`)).toBeVisible();
  await expect(page.locator(`tr[data-request="${requests[0]?.id}"]`)).toBeVisible();
});

test("a request is opened and left by keyboard, compared with its route, and leads to the next", async ({
  signInAs,
}) => {
  const page = await signInAs("viewer");
  await page.getByRole("link", { name: "Requests", exact: true }).first().click();
  await page.getByRole("button", { name: "Pause live" }).click();
  await page.locator("tr[data-request]").nth(3).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  const focused = page.locator("tr[data-request]").nth(2).getByRole("link");
  await expect(focused).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}/);
  await expect(page.getByRole("button", { name: "Copy as JSON" })).toBeVisible();
  const here = page.url();
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).not.toHaveURL(here);
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(page).toHaveURL(here);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/requests$/);
});

test("on a phone a request says why each upstream stands where it does, and nothing runs past the edge of a card", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("viewer");
  await page.setViewportSize({ width: 390, height: 844 });
  const id = await ask(run);
  await page.goto(page.url().replace(/overview.*/, `requests/${id}`));
  const candidates = page.getByRole("region", { name: "Candidates" });
  await expect(candidates).toBeVisible({ timeout: 20_000 });
  // Once, below the rest: the column that has no room is not there.
  await expect(candidates.getByRole("columnheader", { name: "Why here" })).toBeHidden();
  const reasons = candidates.getByRole("row").filter({ hasText: /in flight|least of|preferred|cost/ });
  await expect(reasons.filter({ visible: true }).first()).toBeVisible();
  const wider = await page
    .locator("main section, main [role=region], html")
    .evaluateAll((all) =>
      all
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ outerHTML }) => outerHTML.slice(0, 200)),
    );
  expect(wider).toEqual([]);
});

test("a session is found by its text, a trace by its id, and shown as a run; what there is not is told", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("viewer");
  const session = `order ${randomUUID()}`;
  const traceId = randomBytes(16).toString("hex");
  for (let turn = 0; turn < 3; turn++) await ask(run, { session, traceId });
  await page.getByRole("link", { name: "Requests", exact: true }).first().click();
  const search = page.getByRole("searchbox", { name: "Find a request, session or trace" });
  await search.fill("there is no such session");
  await search.press("Enter");
  await expect(page.getByText(/Nothing in this environment has this session/)).toBeVisible();
  // Gateways write their records in batches.
  await expect(async () => {
    await search.fill(session);
    await search.press("Enter");
    await expect(page).toHaveURL(/runs\/session\/[0-9a-f]{32}$/, { timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Session");
  await expect(page.getByRole("region", { name: "Timeline" }).getByRole("link")).toHaveCount(3);
  await page.getByRole("region", { name: "Timeline" }).getByRole("link").first().click();
  await page.getByRole("link", { name: traceId.slice(0, 12) }).click();
  await expect(page).toHaveURL(new RegExp(`runs/trace/${traceId}`));
  await expect(page.getByRole("region", { name: "Timeline" }).getByRole("link")).toHaveCount(3);
});

test("by keyboard alone: an error becomes an insight that is resolved, taken back, resolved with a note, and regresses", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  await withoutPointer(page);
  await page.reload();
  await awake(page);
  const missing = { model: "a-model-that-is-not-there" };
  const id = await ask(run, missing);
  await command(page, "errors", /^Errors/);
  const row = page.getByRole("row", { name: /Unknown model/ });
  await expect(row).toBeVisible({ timeout: 20_000 });
  await press(page, row.getByRole("link"));
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText("Unknown model");
  await expect(page.locator(`a[href$="/requests/${id}"]`)).toBeVisible();

  const resolve = async (note: string) => {
    await press(page, page.getByRole("button", { name: "Resolve…" }));
    await typeIn(page, page.getByRole("dialog").getByLabel("Note"), note);
    await press(page, page.getByRole("dialog").getByRole("button", { name: "Resolve" }));
    await expect(heading).toContainText("Resolved");
  };
  await resolve("Too early");
  await press(page, page.getByRole("button", { name: "Undo" }));
  await expect(heading).toContainText("New");
  await resolve("The caller was told the right name");
  await expect(page.getByRole("region", { name: "History" })).toContainText("The caller was told the right name");
  await ask(run, missing);
  await expect(heading).toContainText("Regressed", { timeout: 20_000 });
});

test("what is filtered is exported as CSV, with a header and only what fits", async ({ signInAs }) => {
  const page = await signInAs("viewer");
  await page.goto(`${page.url().replace(/overview.*/, "requests")}?route=claims-summary`);
  await page.locator("tr[data-request]").first().waitFor();
  await page.getByRole("button", { name: "Export" }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV" }).click();
  const file = await (await downloading).path();
  const [head, ...lines] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  expect(head).toMatch(/^started_at,id,outcome/);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.includes(",claims-summary,"))).toBe(true);
});
