import { demoRoutingConfig } from "@meridian/simulator";
import { expect, test } from "vitest";
import { checkCommand } from "./check-command.ts";
import { capturedConsole } from "./testing/captured-console.ts";
import { temporaryFile } from "./testing/temporary-file.ts";

async function check(text: string, ...options: string[]) {
  const console = capturedConsole();
  const file = temporaryFile("routing.yaml", text);
  const code = await checkCommand.run([file, ...options], console);
  return { code, file, said: console.said };
}

const good = demoRoutingConfig([1, 2, 3]);

test("a good document exits with 0", async () => {
  expect(await check(good, "--mode", "workspace")).toMatchObject({ code: 0, said: ["It can be served."] });
});

test("each problem stands with file, line, column and code, and the exit code is 1", async () => {
  const bad = good
    .replace("policy: latency", "polcy: latency")
    .replace("upstream: east-2, priority", "upstream: east-3, priority");
  const { code, file, said } = await check(bad, "--mode", "workspace");
  expect(code).toBe(1);
  expect(said.some((line) => line.startsWith(`${file}:`) && line.includes("[unknown_key]"))).toBe(true);
  expect(said.some((line) => /:\d+:\d+ error: .*east-3.*\[unknown_upstream\]/.test(line))).toBe(true);
  expect(said.at(-1)).toMatch(/^\d errors: it cannot be served\.$/);
});

test("for a file, the default, missing gateway keys are a remark that does not stop it", async () => {
  const { code, said } = await check(good);
  expect(code).toBe(0);
  expect(said.join("\n")).toContain("[gateway_keys_missing]");
  expect(said.at(-1)).toBe("It can be served; 1 remark.");
});

test("--json prints the diagnostics", async () => {
  const { said } = await check("language: 2", "--json");
  expect(JSON.parse(said.join("\n"))).toEqual(expect.arrayContaining([expect.objectContaining({ severity: "error" })]));
});

test.each([
  [[], "Name one file."],
  [["a.yaml", "b.yaml"], "Name one file."],
  [["no-such.yaml"], "There is no file no-such.yaml."],
  [[import.meta.dirname], "is a folder"],
  [["a.yaml", "--mode", "cloud"], "not cloud"],
])("called with %j it says: %s", async (args, message) => {
  await expect(checkCommand.run(args, capturedConsole())).rejects.toThrow(message);
});
