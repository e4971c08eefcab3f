import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { setTimeout } from "node:timers/promises";
import { clusterFolder } from "./cluster-folder.ts";
import { postgresBinaries } from "./postgres-binaries.ts";
import { isAlive, postmasterState, runningPostmaster } from "./postmaster.ts";
import { type RunAs, systemUser } from "./system-user.ts";

export type ClusterOptions = {
  /** Made when missing. As root in a closed checkout (`/root`), a pointer to a folder under /var/lib/meridian. */
  readonly dataDir: string;
  readonly port: number;
  /** Of the superuser `postgres`; fixed when the cluster is made. */
  readonly password: string;
  /** false: a crash of the machine may lose everything, and every commit is faster. For tests. */
  readonly durable?: boolean;
};

export type Cluster = {
  readonly pid: number;
  /** It ran already, left behind by a start that was killed. */
  readonly adopted: boolean;
  /** Calls back when the server ends by itself. */
  onEnd(callback: () => void): void;
  /** Disconnects clients, writes a checkpoint, ends. */
  stop(): void;
};

/**
 * For a small machine with a solid-state disk that takes up to 10,000 requests a second: Postgres' own defaults are for far
 * less, compile queries that take 50 ms anyway, and checkpoint all the time.
 */
const tuning = ["shared_buffers=256MB", "work_mem=16MB", "jit=off", "random_page_cost=1.1", "max_wal_size=2GB"];

const startWithinMs = 30_000;
const lookEveryMs = 20;

/**
 * Starts the embedded server, or adopts the one that runs on this folder.
 *
 * @throws Error with a sentence for people: damaged folder, other major version, taken port
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const runAs = systemUser();
  const binaries = postgresBinaries(runAs);
  const folder = clusterFolder(options.dataDir, options.password, binaries, runAs);
  const stop = (): void => {
    const args = ["stop", "-D", folder, "-m", "fast", "-w", "-t", "20"];
    spawnSync(binaries.pgCtl, args, { ...runAs, cwd: "/", stdio: "ignore" });
  };
  const adopted = await adopt(folder, options.port, stop);
  if (adopted !== undefined)
    return { pid: adopted, adopted: true, onEnd: (callback) => whenGone(adopted, callback), stop };

  if (await portAnswers(options.port)) {
    throw new Error(
      `Port ${options.port} is taken by another program. Stop it, or choose another: POSTGRES_PORT=${options.port + 10}`,
    );
  }
  const child = await startServer(options, binaries.postgres, folder, runAs);
  return {
    pid: child.pid ?? -1,
    adopted: false,
    onEnd: (callback) => void child.once("exit", callback),
    stop,
  };
}

async function startServer(
  { dataDir, port, durable = true }: ClusterOptions,
  postgres: string,
  folder: string,
  runAs: RunAs,
): Promise<ChildProcess> {
  const logFile = `${dataDir}.log`;
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100", ...tuning];
  // After a crash the file system is synced as a whole: its 1,500 files one by one take seconds on a slow disk.
  if (process.platform === "linux") settings.push("recovery_init_sync_method=syncfs");
  if (!durable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  const args = ["-D", folder, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  for (const deadline = Date.now() + startWithinMs; ; await setTimeout(lookEveryMs * 10)) {
    const log = openSync(logFile, "a", 0o600); // never our stdout: a server that outlives us would hold that pipe open
    const child = spawn(postgres, args, { ...runAs, cwd: "/", stdio: ["ignore", log, log] });
    closeSync(log);
    let ended = false;
    const markEnded = (): void => {
      ended = true;
    };
    child.on("exit", markEnded);
    child.on("error", markEnded);
    const isReady = (): boolean => postmasterState(folder, child.pid) === "ready";
    const ready = await reached(() => ended || isReady());
    if (ready && !ended) return child;
    child.kill("SIGKILL");
    const said = tail(logFile);
    // Children of a server that was killed end within moments of it, and the files are theirs until then.
    if (ended && said.includes("shared memory block") && Date.now() < deadline) continue;
    throw new Error(
      `Postgres did not start from ${folder}. The end of its log (${logFile}):\n${said}\nIf its files are damaged, restore them from a backup, or delete the data folder to begin anew.`,
    );
  }
}

/** The pid of a server that runs here on this port. One that is stopping is waited for, one on another port stopped. */
async function adopt(folder: string, port: number, stop: () => void): Promise<number | undefined> {
  const running = runningPostmaster(folder);
  if (running === undefined) return undefined;
  if (running.port === port && postmasterState(folder, running.pid) !== "stopping") {
    const settled = await reached(() => postmasterState(folder, running.pid) === "ready" || !isAlive(running.pid));
    if (settled && isAlive(running.pid)) return running.pid;
  }
  stop();
  await reached(() => !isAlive(running.pid));
  return undefined;
}

/** Looks until it is so; false after 30 s. */
async function reached(isSo: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; !isSo(); waitedMs += lookEveryMs) {
    if (waitedMs > startWithinMs) return false;
    await setTimeout(lookEveryMs);
  }
  return true;
}

/** The end of a process that is not our child can only be looked for. */
function whenGone(pid: number, callback: () => void): void {
  const watch = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(watch);
    callback();
  }, 100);
  watch.unref();
}

function portAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

function tail(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-5).join("\n");
}
