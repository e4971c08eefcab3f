import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { freePort } from "@meridian/free-port";
import { startEngine } from "@meridian/simulator";
import OpenAI from "openai";
import { expect, onTestFinished, test, vi } from "vitest";

function tryGateway(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = spawn(
    process.execPath,
    ["--no-warnings", join(import.meta.dirname, "try-main.ts"), ...args],
    {
      env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const output = { said: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output.said += text));
  return { child, output };
}

test("an engine that wants a key stands behind the gateway in one line, and its requests are told", async () => {
  const engine = await startEngine({ models: ["tiny:latest", "other"], apiKey: "sk-engine", outputTokens: 5 });
  onTestFinished(() => engine.close());
  const [port, adminPort] = [await freePort(), await freePort()];
  const ports = ["--port", String(port), "--admin-port", String(adminPort)];
  const { child, output } = tryGateway(["--url", engine.url, "--model", "tiny", ...ports], {
    UPSTREAM_API_KEY: "sk-engine",
  });
  await vi.waitFor(() => expect(output.said).toContain("Ctrl-C ends it"), 30_000);
  const key = /mk_try_[0-9a-f]{32}/.exec(output.said)?.[0] ?? "";
  expect(output.said).toContain(`curl http://localhost:${port}/v1/chat/completions`);
  expect(output.said).not.toContain("sk-engine");

  const client = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: key, maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "Hello" }];
  const reply = await client.chat.completions.create({ model: "tiny", messages });
  expect(reply.choices[0]?.message.content).toMatch(/\w/);
  const stranger = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: "mk_wrong_key", maxRetries: 0 });
  await expect(stranger.chat.completions.create({ model: "tiny", messages })).rejects.toMatchObject({ status: 401 });
  await vi.waitFor(() => expect(output.said).toMatch(/ {2}200 {2}tiny → engine .* tokens in, 5 out\n/));
  await vi.waitFor(() => expect(output.said).toMatch(/ {2}401 {2}/));

  const exit = once(child, "exit");
  child.kill("SIGINT");
  expect((await exit)[0]).toBe(0);
});

test.each([
  ["no engine", [], 1, "Nothing listens at"],
  ["no address", null, 2, "--url is missing"],
])("%s: one clear sentence, and the exit code says so", async (_, more, code, sentence) => {
  const args = more === null ? [] : ["--url", `http://127.0.0.1:${await freePort()}/v1`, ...more];
  const { child, output } = tryGateway(args);
  expect(await once(child, "close")).toEqual([code, null]);
  expect(output.said).toContain(sentence);
});
