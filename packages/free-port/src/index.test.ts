import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { freePort, portProblem } from "./index.ts";

async function takePort(port: number): Promise<void> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
}

it("finds ports below those that systems give to outgoing connections, each once", async () => {
  const found = await Promise.all(Array.from({ length: 20 }, freePort));
  expect(new Set(found).size).toBe(20);
  for (const port of found) {
    expect(port).toBeGreaterThanOrEqual(1_024);
    expect(port).toBeLessThan(32_768);
  }
});

it("passes over what somebody listens on", async () => {
  const first = await freePort();
  await takePort(first + 1);
  expect(await freePort()).toBe(first + 2);
});

it("does not find what another process, started at the same time, has found and not yet taken", async () => {
  const program = `const { freePort } = await import(${JSON.stringify(new URL("index.ts", import.meta.url).href)});
    for (let i = 0; i < 10; i++) console.log(await freePort());`;
  const said = await Promise.all(
    Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, ["--no-warnings", "--input-type=module", "-e", program]),
    ),
  );
  const found = said.flatMap(({ stdout }) => stdout.trim().split("\n"));
  expect(found).toHaveLength(40);
  expect(new Set(found).size).toBe(40);
});

it("says why a port cannot be listened on", async () => {
  const port = await freePort();
  expect(await portProblem(port)).toBeNull();
  await takePort(port);
  expect(await portProblem(port)).toBe("EADDRINUSE");
});
