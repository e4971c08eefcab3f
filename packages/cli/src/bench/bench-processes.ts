import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { benchConfig } from "./bench-config.ts";
import { type LoadPlan, loadResultSchema, type LoadResult } from "./load-plan.ts";

/** A process that stands between load and upstream, and is measured. */
export type Proxy = { readonly name: string; readonly pid: number; readonly origin: string };

const here = (file: string) => join(import.meta.dirname, file);
const gatewayMain = join(import.meta.dirname, "..", "..", "..", "gateway", "src", "main.ts");

/** The processes of one benchmark. `stop` ends them all, also when starting one failed. */
export class BenchProcesses {
  readonly #children: ChildProcess[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));

  /** @returns its port */
  upstream(): Promise<number> {
    return this.#listening([here("upstream-main.ts")]);
  }

  async bareRelay(upstreamPort: number): Promise<Proxy> {
    const port = await this.#listening([here("bare-relay-main.ts"), `http://127.0.0.1:${upstreamPort}`]);
    return { name: "bare relay", pid: this.#children.at(-1)?.pid ?? 0, origin: `http://127.0.0.1:${port}` };
  }

  /** The gateway in file mode; resolves when it is ready. */
  async gateway(upstreamPort: number): Promise<Proxy> {
    const config = join(this.#folder, "routing.yaml");
    writeFileSync(config, benchConfig(upstreamPort));
    const [port, adminPort] = await Promise.all([freePort(), freePort()]);
    const args = [gatewayMain, "--config", config, "--port", String(port), "--admin-port", String(adminPort)];
    // A database that the shell happens to name is not for the benchmark.
    const none = { DATABASE_URL: "", MERIDIAN_GATEWAY_KEY: "" };
    const own = { ALLOW_PRIVATE_UPSTREAMS: "true", MERIDIAN_DATA_DIR: this.#folder, LOG_LEVEL: "warn" };
    // Its log goes to where people look: it says why it could not start.
    const child = this.#spawn(args, { ...none, ...own }, 2);
    await ready(child, `http://127.0.0.1:${adminPort}/readyz`);
    return { name: "gateway", pid: child.pid ?? 0, origin: `http://127.0.0.1:${port}` };
  }

  stop(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #listening(args: readonly string[]): Promise<number> {
    const child = this.#spawn(args, {}, "pipe");
    const { stdout } = child;
    if (!stdout) throw new Error("The process has no output to read.");
    const [line] = (await once(createInterface({ input: stdout }), "line")) as [string];
    return Number(line);
  }

  #spawn(args: readonly string[], env: Record<string, string>, stdout: "pipe" | 2): ChildProcess {
    const child = spawn(process.execPath, [...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", stdout, "inherit"],
    });
    this.#children.push(child);
    child.once("exit", () => child.stdout?.destroy());
    return child;
  }
}

/** Runs one load to its end, in a process of its own. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [here("load-main.ts"), JSON.stringify(plan)]);
  return loadResultSchema.parse(JSON.parse(stdout));
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  for (const deadlineMs = performance.now() + 20_000; performance.now() < deadlineMs; await pause(50)) {
    if (child.exitCode !== null) throw new Error(`The gateway ended with ${child.exitCode} before it was ready.`);
    const status = await fetch(url).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200) return;
  }
  throw new Error(`The gateway was not ready within 20 s: ${url} did not answer 200.`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
