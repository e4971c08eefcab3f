import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { mutate, query } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";
import { press, typeIn, withoutPointer } from "../src/keyboard.ts";
import type { Run } from "../src/product.ts";

const callers = 4;

let upstream: Server;
let url: string;
/** Credentials that the upstream takes, and how often it was sent which. */
const accepted = new Set(["sk-old"]);
const sent = new Map<string, number>();

test.beforeAll(async () => {
  upstream = createServer((request, response) => {
    const credential = request.headers.authorization?.replace("Bearer ", "") ?? "";
    sent.set(credential, (sent.get(credential) ?? 0) + 1);
    request.resume().once("end", () => {
      const known = accepted.has(credential);
      response.writeHead(known ? 200 : 401, { "content-type": "application/json" });
      const choices = [{ index: 0, message: { role: "assistant", content: "hello" }, finish_reason: "stop" }];
      const reply = { id: "1", object: "chat.completion", created: 1, model: "guarded", choices };
      response.end(JSON.stringify(known ? reply : { error: { message: "who are you?" } }));
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`;
});
test.afterAll(() => {
  upstream.close();
  upstream.closeAllConnections();
});

type Me = { readonly workspaces: readonly { readonly id: string; readonly environments: readonly Environment[] }[] };
type Environment = { readonly id: string; readonly name: string };

/** Publishes to staging what sends the model `guarded` to the upstream with a secret; resolves to a key of staging. */
async function guardStaging(page: Page, run: Run): Promise<string> {
  const [workspace] = (await query<Me>(page, run, "me.get", {})).workspaces;
  const environmentId = workspace?.environments.find(({ name }) => name === "staging")?.id;
  const yaml = `language: 1
upstreams: { guarded: { provider: openai-compatible, base_url: "${url}", api_key: "\${secret.GUARDED}" } }
routes: { guarded: { match: { models: [guarded] }, policy: round_robin, targets: [{ upstream: guarded }] } }
`;
  const active = await query<{ readonly version: { readonly number: number } } | null>(
    page,
    run,
    "deployments.active",
    {
      environmentId,
    },
  );
  const published = await mutate(page, run, "routingConfig.publish", {
    workspaceId: workspace?.id,
    environmentId,
    yaml,
    message: "Guard an upstream",
    baseVersion: active?.version.number ?? null,
    idempotencyKey: `journey-${Date.now()}`,
  });
  expect(published.status(), await published.text()).toBe(200);
  const made = await mutate(page, run, "keys.create", { environmentId, name: `Rotation ${Date.now()}` });
  const { result } = (await made.json()) as { readonly result: { readonly data: { readonly json: { text: string } } } };
  return result.data.json.text;
}

test("by keyboard alone: a secret is added, and rotated under load without a failed request", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  await withoutPointer(page);
  await page.goto(page.url().replace(/production\/overview.*/, "staging/settings/secrets"));
  const dialog = page.getByRole("dialog");
  await press(page, page.getByRole("button", { name: "Add secret" }).first());
  await typeIn(page, dialog.getByLabel("Name"), "GUARDED");
  await typeIn(page, dialog.getByLabel("Value"), "sk-old");
  await typeIn(page, dialog.getByLabel(/hosts/i), "127.0.0.1");
  await press(page, dialog.getByRole("button", { name: "Add secret" }));
  await expect(dialog).toHaveCount(0);
  const key = await guardStaging(page, run);
  const chat = async () => {
    const reply = await fetch(`${run.gatewayUrl}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "guarded", messages: [{ role: "user", content: "hello" }] }),
    });
    await reply.arrayBuffer();
    return reply.status;
  };
  await expect.poll(chat, { timeout: 5_000 }).toBe(200);

  const statuses = new Map<number, number>();
  let calling = true;
  const caller = async () => {
    while (calling) {
      const status = await chat();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const load = Promise.all(Array.from({ length: callers }, caller));

  accepted.add("sk-new");
  await press(page, page.getByRole("button", { name: "Rotate GUARDED" }));
  await typeIn(page, dialog.getByLabel("New value"), "sk-new");
  await press(page, dialog.getByRole("button", { name: "Rotate", exact: true }));
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => sent.get("sk-new") ?? 0, { timeout: 10_000 }).toBeGreaterThan(100);
  // The provider ends the old value.
  accepted.delete("sk-old");
  await expect.poll(() => sent.get("sk-new") ?? 0, { timeout: 10_000 }).toBeGreaterThan(300);
  calling = false;
  await load;
  expect([...statuses.keys()]).toEqual([200]);
  await expect(page.getByRole("row", { name: /GUARDED/ })).toContainText("guarded");
});
