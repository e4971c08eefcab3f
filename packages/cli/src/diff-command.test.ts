import { demoRoutingConfig } from "@meridian/simulator";
import { expect, test } from "vitest";
import { diffCommand } from "./diff-command.ts";
import { capturedConsole } from "./testing/captured-console.ts";
import { temporaryFile } from "./testing/temporary-file.ts";

const before = demoRoutingConfig([1, 2, 3]);

async function diff(after: string, ...options: string[]) {
  const console = capturedConsole();
  const files = [temporaryFile("before.yaml", before), temporaryFile("after.yaml", after)];
  return { code: await diffCommand.run([...files, ...options], console), said: console.said };
}

test("comments and layout change nothing: exit code 0", async () => {
  expect(await diff(`# a remark\n${before}`)).toEqual({ code: 0, said: ["Nothing changes."] });
});

test("another policy is one plain sentence that names the route: exit code 1", async () => {
  const { code, said } = await diff(before.replace("policy: latency ", "policy: queue "));
  expect(code).toBe(1);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/support-chat.*latency.*queue/);
});

test("--json prints the changes", async () => {
  const { said } = await diff(before.replace("policy: latency ", "policy: queue "), "--json");
  expect(JSON.parse(said.join("\n"))).toHaveLength(1);
});

test("a file that is no document is named with the place of its first error", async () => {
  await expect(diff("routes: [")).rejects.toThrow(/after\.yaml:\d+:\d+: /);
});

test("one file is not enough", async () => {
  await expect(diffCommand.run(["a.yaml"], capturedConsole())).rejects.toThrow("Name two files.");
});
