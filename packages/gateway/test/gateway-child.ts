import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { eventually } from "./eventually.ts";
import { freePort } from "@meridian/free-port";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** A gateway in a process of its own, that runs from a file; a test may end it in any way. */
export class GatewayChild {
  readonly #process: ChildProcess;
  readonly #port: number;
  readonly #adminPort: number;
  #output = "";

  private constructor(child: ChildProcess, port: number, adminPort: number) {
    this.#process = child;
    this.#port = port;
    this.#adminPort = adminPort;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        this.#output += text.toString();
      });
    }
  }

  /** Resolves once it is ready. `atEnd` is given what ends it; by default that is the end of the test. */
  static async start(
    config: string,
    environment: Readonly<Record<string, string>>,
    atEnd: (end: () => Promise<void>) => void = onTestFinished,
  ): Promise<GatewayChild> {
    const [port, adminPort] = [await freePort(), await freePort()];
    const args = [main, "--config", config, "--port", `${port}`, "--admin-port", `${adminPort}`];
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...environment },
    });
    const gateway = new GatewayChild(child, port, adminPort);
    atEnd(async () => void (await gateway.end("SIGKILL")));
    await eventually(
      "the gateway is ready",
      () => gateway.serves(),
      (serves) => serves,
      60_000,
    );
    return gateway;
  }

  get output(): string {
    return this.#output;
  }

  async serves(): Promise<boolean> {
    if (this.#process.exitCode !== null) throw new Error(`the gateway ended:\n${this.#output}`);
    return fetch(`http://127.0.0.1:${this.#port}/v1/models`).then(
      () => true,
      () => false,
    );
  }

  /** Status of one chat completion. */
  async chat(model = "small", content = "hello"): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer local-key-1", "content-type": "application/json" },
      body: JSON.stringify({ model, max_tokens: 3, messages: [{ role: "user", content }] }),
    });
    await response.text();
    return response.status;
  }

  /** How many of `count` requests, all at a time, were let in. */
  async admitted(count: number, model = "small"): Promise<number> {
    const statuses = await Promise.all(Array.from({ length: count }, () => this.chat(model)));
    const others = statuses.filter((status) => status !== 200 && status !== 429);
    if (others.length > 0) throw new Error(`answered with ${others.join(", ")}:\n${this.#output}`);
    return statuses.filter((status) => status === 200).length;
  }

  /** The value of a metric without labels. */
  async metric(name: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.#adminPort}/metrics`);
    return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await response.text())?.[1]);
  }

  /** Resolves to its exit code, null when the signal ended it. */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return exitCode;
    const ended = once(this.#process, "exit");
    this.#process.kill(signal);
    const [code] = await ended;
    return code;
  }
}
