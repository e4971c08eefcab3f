import OpenAI from "openai";
import { expect, test } from "../src/journey.ts";

test("a key is created, used with the openai client, streaming too, and the request is found and read", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  await page.getByRole("link", { name: "Keys", exact: true }).first().click();
  await page.getByRole("button", { name: "Create key" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Journey");
  await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
  const key = await page.getByTestId("key-text").innerText();
  expect(key).toMatch(/^mk_live_/);
  await page.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByRole("row", { name: /Journey/ })).toBeVisible();
  await expect(page.getByText(key)).toHaveCount(0);

  const client = new OpenAI({ baseURL: run.gatewayUrl, apiKey: key, maxRetries: 0 });
  // A new key holds everywhere within 2 s.
  await expect
    .poll(
      () =>
        client.models
          .list()
          .then(({ data }) => data.length > 0)
          .catch(() => false),
      { timeout: 5_000 },
    )
    .toBe(true);
  const messages = [{ role: "user" as const, content: "Where is my order?" }];
  const whole = await client.chat.completions.create({ model: "support-chat", max_tokens: 12, messages });
  expect(whole.choices[0]?.message.content).toMatch(/\w/);
  // The engines end an answer when it is said, or at the limit.
  expect(whole.usage?.completion_tokens).toBeGreaterThanOrEqual(1);
  expect(whole.usage?.completion_tokens).toBeLessThanOrEqual(12);

  const { data: stream, response } = await client.chat.completions
    .create({ model: "support-chat", max_tokens: 12, messages, stream: true })
    .withResponse();
  let text = "";
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  expect(text).toMatch(/\w/);
  const id = response.headers.get("x-request-id") ?? "";
  const upstream = response.headers.get("x-meridian-upstream") ?? "";

  await page.getByRole("link", { name: "Requests", exact: true }).first().click();
  const line = page.locator(`a[href$="/requests/${id}"]`).first();
  await expect(line).toBeVisible();
  await line.click();
  await expect(page).toHaveURL(new RegExp(id));
  const main = page.getByRole("main");
  await expect(main).toContainText(id);
  await expect(main).toContainText(upstream);
  await expect(main).toContainText("Journey");
  await expect(main).toContainText(/\$0\.\d{6}/);
  await expect(main).toContainText(/in flight|ms|faster|fastest/i);
});

test("a revoked key is refused within 2 s", async ({ signInAs, run }) => {
  const page = await signInAs("engineer");
  await page.getByRole("link", { name: "Keys", exact: true }).first().click();
  await page.getByRole("button", { name: "Create key" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Short-lived");
  await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
  const key = await page.getByTestId("key-text").innerText();
  await page.getByRole("button", { name: "I have stored it" }).click();
  const status = () =>
    fetch(`${run.gatewayUrl}/models`, { headers: { authorization: `Bearer ${key}` } }).then((reply) => reply.status);
  await expect.poll(status).toBe(200);
  await page.getByRole("button", { name: "What can be done with Short-lived" }).click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Revoke/ })
    .click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect.poll(status, { timeout: 2_000 }).toBe(401);
});
