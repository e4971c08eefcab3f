import { randomUUID } from "node:crypto";
import { activeVersion, mutate } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";

test("a viewer may look and not publish, by the screens and by the API", async ({ signInAs, run }) => {
  const page = await signInAs("viewer");
  await page.getByRole("link", { name: "Routing", exact: true }).first().click();
  await expect(page.getByText(/takes? an engineer/).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit config" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Roll back/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Keys", exact: true }).first().click();
  await expect(page.getByRole("table", { name: "Gateway keys" }).or(page.getByRole("table")).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Create key" })).toHaveCount(0);

  const { number, yaml } = await activeVersion(page, run);
  const input = { workspaceId: run.workspaceId, environmentId: run.environmentId };
  const publish = await mutate(page, run, "routingConfig.publish", {
    ...input,
    yaml: `${yaml}\n# changed\n`,
    message: "m",
    baseVersion: number,
    idempotencyKey: randomUUID(),
  });
  expect(publish.status()).toBe(403);
  const rollBack = await mutate(page, run, "routingConfig.rollBack", {
    ...input,
    toVersion: 1,
    reason: "r",
    idempotencyKey: randomUUID(),
  });
  expect(rollBack.status()).toBe(403);
  expect((await mutate(page, run, "keys.create", { environmentId: run.environmentId, name: "x" })).status()).toBe(403);
  expect((await activeVersion(page, run)).number).toBe(number);
});

test("nobody signed in sees nothing, by the screens and by the API", async ({ page, run }) => {
  await page.goto(`${run.url}/demo/production/overview`);
  await expect(page).toHaveURL(/sign-in/);
  const reply = await page.request.get(`${run.url}/api/trpc/me.get`);
  expect(reply.status()).toBe(401);
});
