import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import OpenAI from "openai";
import { expect, test } from "../src/journey.ts";
import { press, typeIn, withoutPointer } from "../src/keyboard.ts";
import { type Product, type Run, startProduct } from "../src/product.ts";
import { type RealEngine, startRealEngine } from "../src/real-engine.ts";

// Each begins with a copy of its own in an empty folder.
let product: Product | null = null;
let engine: RealEngine | null = null;
test.afterEach(async () => {
  await product?.stop();
  await engine?.stop();
  [product, engine] = [null, null];
});

const account = { name: "Olga Owner", email: "olga@example.com", password: "correct horse battery" };

async function fillAccount(page: Page): Promise<void> {
  await page.getByLabel("Your name").fill(account.name);
  await page.getByLabel("Email").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("textbox", { name: "Workspace", exact: true }).fill("Acme");
}

test("no demo, by keyboard alone: from an empty folder to the first request of a real OpenAI-compatible server", async ({
  page,
}) => {
  test.slow();
  engine = await startRealEngine();
  product = await startProduct({ demo: false });
  const { run } = product;

  await withoutPointer(page);
  await page.goto(run.url);
  await expect(page.getByRole("heading", { name: "Welcome" })).toBeVisible();
  // From another machine nobody makes the first account without the code that the launcher printed.
  const stranger = { headers: { "x-forwarded-for": "10.0.0.7" }, data: { ...account, workspaceName: "Theirs" } };
  expect((await page.request.post(`${run.url}/api/first-owner`, stranger)).status()).toBe(403);
  await typeIn(page, page.getByLabel("Your name"), account.name);
  await typeIn(page, page.getByLabel("Email"), account.email);
  await typeIn(page, page.getByLabel("Password"), account.password);
  await typeIn(page, page.getByRole("textbox", { name: "Workspace", exact: true }), "Acme");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${run.url}/acme/production/start`);

  // The upstream: a wrong key is told as such, the right one lists the models.
  await press(page, page.getByRole("button", { name: /Any OpenAI-compatible API/ }));
  await typeIn(page, page.getByLabel("Address"), engine.url);
  await typeIn(page, page.getByLabel(/API key/), "sk-wrong");
  await press(page, page.getByRole("button", { name: "Test and list models" }));
  await expect(page.getByRole("alert").filter({ hasText: "refuses the key" })).toBeVisible();
  await typeIn(page, page.getByLabel(/API key/), engine.apiKey);
  await press(page, page.getByRole("button", { name: "Test and list models" }));
  await expect(page.getByRole("checkbox", { name: "llama-2-70b-chat" })).toBeChecked();
  await typeIn(page, page.getByLabel("Name that applications send"), "chat");
  await press(page, page.getByRole("button", { name: "Continue" }));
  await expect(page.getByText("upstream_model: llama-2-70b-chat")).toBeVisible();
  await press(page, page.getByRole("button", { name: "Publish" }));
  await expect(page.getByText("v1 is published: applications may ask for chat.")).toBeVisible();

  // The key, and the call.
  await press(page, page.getByRole("button", { name: "Create key" }));
  const key = await page.getByTestId("key-text").innerText();
  await expect(page.getByLabel("curl example")).toContainText(`${run.gatewayUrl}/chat/completions`);
  await expect(page.getByLabel("curl example")).toContainText('"model":"chat"');
  await expect(page.getByText("Waiting for your first request")).toBeVisible();
  const client = new OpenAI({ baseURL: run.gatewayUrl, apiKey: key, maxRetries: 0 });
  const ask = () =>
    client.chat.completions.create({ model: "chat", max_tokens: 8, messages: [{ role: "user", content: "Hello" }] });
  // Key and config are there within two seconds.
  await expect.poll(() => ask().then(() => "answered", String), { timeout: 10_000 }).toBe("answered");
  await expect(page.getByText("Your first request arrived")).toBeVisible();
  await press(page, page.getByRole("link", { name: "Read its story" }));
  await expect(page.getByRole("main")).toContainText("First app");
  await expect(page.getByRole("main")).toContainText("my-upstream");

  await press(page, page.getByRole("link", { name: "Overview", exact: true }).first());
  await expect(page.getByText("2 of 4 done")).toBeVisible();
  // The key stands nowhere in the clear, and the demo nowhere at all.
  expect(existsSync(join(run.dataDir, "demo.json"))).toBe(false);
  await expect(page.getByText("Demo on this machine")).toHaveCount(0);
});

test("delete demo data: its owner goes on in a workspace of their own, its processes end, and it stays away", async ({
  page,
}) => {
  test.slow();
  product = await startProduct();
  const { run } = product;
  await page.goto(run.url);
  await page.getByRole("button", { name: "Continue as owner" }).click();
  await page.getByRole("button", { name: "Delete demo data" }).click();
  await fillAccount(page);
  await page.getByRole("dialog").getByRole("button", { name: "Delete demo data" }).click();
  await expect(page).toHaveURL(`${run.url}/acme/production/start`);
  await expect(page.getByText("Demo on this machine")).toHaveCount(0);

  const now = () => JSON.parse(readFileSync(join(run.dataDir, "run.json"), "utf8")) as Run;
  await expect
    .poll(() => Object.keys(now().processes).sort(), { timeout: 30_000 })
    .toEqual(["gateway", "postgres", "web", "worker"]);
  expect(existsSync(join(run.dataDir, "demo.json"))).toBe(false);
  await expect(fetch(`http://127.0.0.1:${run.fleetPorts[0]}/health`)).rejects.toThrow();
  const refused = await fetch(`${run.gatewayUrl}/models`, { headers: { authorization: `Bearer ${run.gatewayKey}` } });
  expect(refused.status).toBe(401);

  // The page would notice by itself that its session is gone, and go elsewhere in the middle of the visit.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await page.goto(run.url);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Continue as/ })).toHaveCount(0);
});
