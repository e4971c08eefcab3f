import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "@meridian/free-port";
import { onTestFinished } from "vitest";
import { findRedisServer } from "./find-redis-server.ts";

/** A real Redis without persistence, on a free port, that a test may end and begin again. */
export class RedisServer {
  readonly port: number;
  readonly #program: string;
  #process: ChildProcess | null = null;

  private constructor(program: string, port: number) {
    this.#program = program;
    this.port = port;
  }

  /** `atEnd` is given what ends it; by default that is the end of the test. */
  static async start(atEnd: (end: () => Promise<void>) => void = onTestFinished): Promise<RedisServer> {
    const program = findRedisServer();
    if (program === null) throw new Error("redis-server is not installed, and REDIS_SERVER names none");
    const server = new RedisServer(program, await freePort());
    atEnd(() => server.kill());
    await server.begin();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Empty each time, as after the loss of a machine. */
  async begin(): Promise<void> {
    const options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    const child = spawn(this.#program, ["--port", `${this.port}`, ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = child;
    let said = "";
    await new Promise<void>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", () => reject(new Error(`redis-server ended:\n${said}`)));
      child.stdout.on("data", (text: Buffer) => {
        said += text.toString();
        if (said.includes("Ready to accept connections")) resolve();
      });
    });
  }

  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}
