import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mutate } from "../src/api.ts";
import { expect, test } from "../src/journey.ts";

/** All that the processes of the copy wrote so far. */
function everythingWritten(dataDir: string): string {
  const files = readdirSync(join(dataDir, "logs")).map((name) => join(dataDir, "logs", name));
  return [...files, join(dataDir, "postgres.log")].map((file) => readFileSync(file, "utf8")).join("\n");
}

test("logs name requests by their id, and hold no key, password, secret, prompt or completion", async ({
  signInAs,
  run,
}) => {
  const planted = {
    prompt: "planted-prompt-7d1f",
    key: "mk_live_planted-key-7d1f0a3b",
    secret: "planted-secret-7d1f",
    password: "planted-password-7d1f",
  };
  const chat = (key: string, prompt: string, model = "support-chat") =>
    fetch(`${run.gatewayUrl}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ model, max_tokens: 8, messages: [{ role: "user", content: prompt }] }),
    });
  const reply = await chat(run.gatewayKey, planted.prompt);
  const id = reply.headers.get("x-request-id") ?? "";
  const { choices } = (await reply.json()) as {
    readonly choices: readonly { readonly message: { readonly content: string } }[];
  };
  await chat(planted.key, planted.prompt);
  await chat(run.gatewayKey, planted.prompt, "no-such-model");

  const page = await signInAs("engineer");
  const { environmentId } = run;
  const calls = await Promise.all([
    mutate(page, run, "secrets.set", {
      environmentId,
      name: "PLANTED",
      value: planted.secret,
      allowedHosts: ["127.0.0.1"],
    }),
    mutate(page, run, "secrets.set", { environmentId, name: "", value: planted.secret, allowedHosts: "wrong" }),
    page.request.post(`${run.url}/api/auth/callback/password`, {
      form: { email: "a@b.example", password: planted.password },
    }),
  ]);
  const callId = calls[0]?.headers()["x-request-id"] ?? "";
  expect([id, callId].map((each) => each.length)).toEqual([36, 36]);

  await expect.poll(() => everythingWritten(run.dataDir)).toContain(id);
  await expect.poll(() => everythingWritten(run.dataDir)).toContain(callId);
  const written = everythingWritten(run.dataDir);
  const keys = JSON.parse(readFileSync(join(run.dataDir, "keys.json"), "utf8")) as Readonly<Record<string, string>>;
  const completion = choices[0]?.message.content ?? "";
  expect(completion.length).toBeGreaterThan(10);
  const secrets = { ...planted, ...keys, completion, gatewayKey: run.gatewayKey, demoPassword: run.password };
  expect(
    Object.entries(secrets)
      .filter(([, secret]) => written.includes(secret))
      .map(([name]) => name),
  ).toEqual([]);
});
