import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "@meridian/free-port";

const root = resolve(import.meta.dirname, "..", "..");

/** What a running copy tells scripts: run.json in its data folder. */
export type Run = {
  readonly pid: number;
  readonly url: string;
  readonly gatewayUrl: string;
  readonly gatewayAdminUrl: string;
  readonly workerUrl: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly fleetPorts: readonly number[];
  readonly users: readonly { readonly role: string; readonly email: string }[];
  readonly password: string;
  readonly gatewayKey: string;
  readonly workspaceId: string;
  readonly environmentId: string;
  /** Process ids by name. */
  readonly processes: Readonly<Record<string, number>>;
};

export type Product = { readonly run: Run; readonly stop: () => Promise<void> };

type StartOptions = {
  /** Whether there is to be a demo. */
  readonly demo?: boolean;
  /** Whether the demo's own script breaks upstreams. Journeys break them themselves. */
  readonly demoTroubles?: "on" | "off";
  /** Where the product is; this checkout by default. */
  readonly checkout?: string;
  /** Of an earlier start; an empty one by default, deleted at the end. */
  readonly dataDir?: string;
};

/** Starts a copy of its own through the very launcher of `npm start`, on ports of its own. */
export async function startProduct({
  demo = true,
  demoTroubles = "off",
  checkout = root,
  dataDir: kept,
}: StartOptions = {}): Promise<Product> {
  const dataDir = kept ?? join(root, ".cache", "e2e", String(process.pid));
  if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dirname(dataDir), { recursive: true });
  const [web, gateway, admin, postgres] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const child = spawn(
    process.execPath,
    [join(checkout, "packages", "cli", "launch", "launch.mjs"), "start", ...(demo ? [] : ["--no-demo"])],
    {
      cwd: checkout,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        MERIDIAN_DATA_DIR: dataDir,
        WEB_PORT: String(web),
        GATEWAY_PORT: String(gateway),
        GATEWAY_ADMIN_PORT: String(admin),
        POSTGRES_PORT: String(postgres),
        DEMO_FLEET_SCRIPT: demoTroubles,
      },
    },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const runFile = join(dataDir, "run.json");
  for (const deadline = Date.now() + 300_000; !existsSync(runFile); ) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The product did not start:\n${said}`);
    await setTimeout(200);
  }
  const run = JSON.parse(readFileSync(runFile, "utf8")) as Run;
  return {
    run,
    stop: async () => {
      await ended(child);
      if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the copy tells now: process ids change when a process is started again. */
export const currentRun = (run: Run): Run => JSON.parse(readFileSync(join(run.dataDir, "run.json"), "utf8")) as Run;

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await exit;
}
