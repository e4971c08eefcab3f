import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@meridian/free-port";
import { benchConfig } from "./bench-config.ts";
import { type LoadPlan, loadResultSchema, type LoadResult } from "./load-plan.ts";

/** A process that stands between load and upstream, and is measured. */
export type Proxy = {
  readonly name: string;
  readonly pid: number;
  readonly origin: string;
  /** What it has to be told with each request. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** What stands behind a gateway's records: what a gateway without a database has, or all of it but the database. */
export type RecordKind = "counted" | "stored";

/** A gateway whose records may go nowhere; they go where `RecordKind` says at first. */
export type RecordingProxy = Proxy & {
  readonly adminOrigin: string;
  /** Turns what stands behind its records off, or on again, and tells where it stands then. */
  turn(): Promise<Standing>;
  stands(): Promise<Standing>;
};

/** What a process has served and used since it began. */
export type Standing = { readonly requests: number; readonly cpuUs: number };

const here = (file: string) => join(import.meta.dirname, file);
const gateway = join(import.meta.dirname, "..", "..", "..", "gateway", "src");
const gatewayMain = join(gateway, "main.ts");
const recordCostMain = join(gateway, "bench", "record-cost-main.ts");

/** The processes of one benchmark. `stop` ends them all, also when starting one failed. */
export class BenchProcesses {
  readonly #children: ChildProcess[] = [];
  /** For files of these processes; removed with them. */
  readonly folder = mkdtempSync(join(tmpdir(), "meridian-bench-"));

  /** @returns its port */
  upstream(main = here("upstream-main.ts")): Promise<number> {
    return this.#listening([main]);
  }

  async bareRelay(upstreamPort: number): Promise<Proxy> {
    const port = await this.#listening([here("bare-relay-main.ts"), `http://127.0.0.1:${upstreamPort}`]);
    return { name: "bare relay", pid: this.#children.at(-1)?.pid ?? 0, origin: `http://127.0.0.1:${port}` };
  }

  /** The gateway in file mode; resolves when it is ready. */
  async gateway(upstreamPort: number): Promise<Proxy & { readonly adminOrigin: string }> {
    const config = join(this.folder, "routing.yaml");
    writeFileSync(config, benchConfig(upstreamPort));
    const [port, adminPort] = await Promise.all([freePort(), freePort()]);
    const args = [gatewayMain, "--config", config, "--port", String(port), "--admin-port", String(adminPort)];
    // A database that the shell happens to name is not for the benchmark.
    const none = { DATABASE_URL: "", MERIDIAN_GATEWAY_KEY: "" };
    const own = { ALLOW_PRIVATE_UPSTREAMS: "true", MERIDIAN_DATA_DIR: this.folder, LOG_LEVEL: "warn" };
    // Its log goes to where people look: it says why it could not start.
    const child = this.spawn(process.execPath, args, { env: { ...none, ...own }, stdout: 2 });
    const adminOrigin = `http://127.0.0.1:${adminPort}`;
    await untilReady(child, `${adminOrigin}/readyz`);
    return { name: "gateway", pid: child.pid ?? 0, origin: `http://127.0.0.1:${port}`, adminOrigin };
  }

  /** The request path with what stands behind its records, until that is turned off. */
  async recordCost(upstreamPort: number, records: RecordKind): Promise<RecordingProxy> {
    const config = join(this.folder, "record-cost.yaml");
    writeFileSync(config, benchConfig(upstreamPort));
    const lines = this.#lines([recordCostMain, "--config", config, "--records", records]);
    const [port, adminPort] = (await lines.next()).split(" ");
    const child = this.#children.at(-1);
    const told = async (signal: "SIGUSR2" | "SIGHUP"): Promise<Standing> => {
      const line = lines.next();
      child?.kill(signal);
      const [requests = 0, cpuUs = 0] = (await line).split(" ").map(Number);
      return { requests, cpuUs };
    };
    return {
      name: `records ${records}`,
      pid: child?.pid ?? 0,
      origin: `http://127.0.0.1:${port}`,
      adminOrigin: `http://127.0.0.1:${adminPort}`,
      turn: () => told("SIGUSR2"),
      stands: () => told("SIGHUP"),
    };
  }

  stop(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Starts a program that ends with the benchmark. */
  spawn(command: string, args: readonly string[], how: Spawning = {}): ChildProcess {
    const child = spawn(command, [...args], {
      cwd: this.folder,
      env: { ...process.env, ...how.env },
      stdio: ["ignore", how.stdout ?? "ignore", how.stderr ?? "inherit"],
    });
    this.#children.push(child);
    // Who waits for it sees that it is gone.
    child.once("error", () => undefined);
    child.once("exit", () => child.stdout?.destroy());
    return child;
  }

  async #listening(args: readonly string[]): Promise<number> {
    return Number(await this.#lines(args).next());
  }

  /** Starts one of ours, and reads what it writes line by line. */
  #lines(args: readonly string[]): { next(): Promise<string> } {
    const { stdout } = this.spawn(process.execPath, args, { stdout: "pipe" });
    if (!stdout) throw new Error("The process has no output to read.");
    const reader = createInterface({ input: stdout });
    return { next: async () => ((await once(reader, "line")) as [string])[0] };
  }
}

type Spawning = {
  /** undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdout?: "pipe" | "ignore" | 2;
  readonly stderr?: "inherit" | "ignore";
};

/** Runs one load to its end, in a process of its own. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [here("load-main.ts"), JSON.stringify(plan)]);
  return loadResultSchema.parse(JSON.parse(stdout));
}

/** Resolves when `url` answers with 200, or with anything when `any`. */
export async function untilReady(
  child: ChildProcess,
  url: string,
  { any = false, withinMs = 20_000 }: { readonly any?: boolean; readonly withinMs?: number } = {},
): Promise<void> {
  for (const deadlineMs = performance.now() + withinMs; performance.now() < deadlineMs; await pause(50)) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error(`${child.spawnfile} ended with ${child.exitCode} before it was ready.`);
    const status = await fetch(url).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200 || (any && status > 0)) return;
  }
  throw new Error(`${child.spawnfile} was not ready within ${withinMs / 1_000} s: ${url} did not answer.`);
}
