import { type RunningEngine, startEngine } from "@meridian/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCommand } from "./load-command.ts";
import { capturedConsole } from "./testing/captured-console.ts";

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine({ timeScale: 0.01, outputTokens: 5, models: ["m"] });
});
afterAll(() => engine.close());

async function load(...more: string[]) {
  const console = capturedConsole();
  const args = ["--url", engine.url, "--key", "k", "--rate", "100", "--duration", "0.5", ...more];
  return { code: await loadCommand.run(args, console), said: console.said.join("\n") };
}

test("100 streams a second for half a second: about 50 requests, TTFT percentiles, no errors, exit code 0", async () => {
  const before = engine.requests().length;
  const { code, said } = await load("--model", "m", "--stream");
  expect(code).toBe(0);
  expect(Math.abs(engine.requests().length - before - 50)).toBeLessThan(30);
  expect(said).toMatch(/errors {6}0 \(0\.00 %\)/);
  expect(said).toMatch(/TTFT {8}p50 \d+ ms, p95 \d+ ms, p99 \d+ ms/);
});

test("without --stream there is a duration and no TTFT", async () => {
  const { said } = await load("--model", "m");
  expect(said).toContain("duration    p50");
  expect(said).not.toContain("TTFT");
});

test("errors are counted by what they say, and the exit code is 1", async () => {
  const { code, said } = await load("--model", "unknown");
  expect(code).toBe(1);
  expect(said).toMatch(/\d+ × 404 The model `unknown` does not exist\./);
});

test.each([
  [[], "--model is missing."],
  [["--model", "m"], "--key is missing."],
  [["--model", "m", "--key", "k", "--url", "nowhere"], "http(s) URL, not nowhere"],
  [["--model", "m", "--key", "k", "--rate", "-1"], "--rate"],
  [["--model", "m", "--key", "k", "--rate", "0"], "--rate must be a number above 0, not 0."],
  [["--model", "m", "--key", "k", "--speed", "9"], "--speed"],
])("called with %j it says: %s", async (args, message) => {
  await expect(loadCommand.run(args, capturedConsole())).rejects.toThrow(message);
});
