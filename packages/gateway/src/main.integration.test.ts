import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@meridian/free-port";
import { startEngine } from "@meridian/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../test/eventually.ts";
import { routingYaml } from "../test/routing-yaml.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { listenOn } from "./listen-on.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

type Run = { readonly process: ChildProcess; readonly exit: Promise<number | null>; output(): string };

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...environment },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  return { process: child, exit: once(child, "exit").then(([code]) => code), output: () => output };
}

async function configFile(engineUrl: string): Promise<string> {
  const path = join(await temporaryFolder(), "routing.yaml");
  await writeFile(
    path,
    routingYaml({ first: engineUrl }, 'gateway_keys: [{ name: local, key: "${env.LOCAL_KEY}" }]\n'),
  );
  return path;
}

describe("the gateway's process", () => {
  it("rule 18: lets a stream finish after SIGTERM while it takes no new requests, and exits with 0", async () => {
    const engine = await startEngine({ timeScale: 1, outputTokens: 60 });
    onTestFinished(() => engine.close());
    const [port, adminPort] = [await freePort(), await freePort()];
    const args = ["--config", await configFile(engine.url), "--port", `${port}`, "--admin-port", `${adminPort}`];
    const gateway = run(args, { LOCAL_KEY: "local-key-1" });
    const statusOf = (path: string): Promise<number> =>
      fetch(`http://127.0.0.1:${adminPort}${path}`).then(
        ({ status }) => status,
        () => 0,
      );
    await eventually(
      "it is ready",
      () => statusOf("/readyz"),
      (status) => status === 200,
    );

    const chat = (): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: "Bearer local-key-1", "content-type": "application/json" },
        body: JSON.stringify({ model: "small", stream: true, messages: [{ role: "user", content: "hello" }] }),
      });
    const response = await chat();
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader?.read())?.value ?? "";
    expect(text).not.toContain("[DONE]");
    gateway.process.kill("SIGTERM");
    await eventually(
      "it is not ready any more",
      () => statusOf("/readyz"),
      (status) => status === 503,
    );
    await expect(chat()).rejects.toThrow("fetch failed");
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) text += read.value;
    expect(text).toContain("data: [DONE]");
    expect(await gateway.exit).toBe(0);
    expect(gateway.output()).not.toContain("local-key-1");
  });

  it("says every problem of its settings and exits with 2, and helps with 0", async () => {
    const [wrong, help] = [run(["--port", "x"]), run(["--help"])];
    expect(await Promise.all([wrong.exit, help.exit])).toEqual([2, 0]);
    for (const name of ["GATEWAY_PORT", "DATABASE_URL", "MERIDIAN_GATEWAY_KEY"]) expect(wrong.output()).toContain(name);
    expect(help.output()).toContain("--config FILE");
  });

  it("exits with 1 and names the port when that is taken", async () => {
    const taken = createServer();
    const { port } = await listenOn(taken, "127.0.0.1", 0);
    onTestFinished(() => void taken.close());
    const args = ["--config", await configFile("http://127.0.0.1:1/v1"), "--port", `${port}`, "--admin-port", "0"];
    const gateway = run(args, { LOCAL_KEY: "local-key-1" });
    expect(await gateway.exit).toBe(1);
    expect(gateway.output()).toContain(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
  });
});
