import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openFolder, type PostgresBinaries, postgresBinaries } from "./postgres-binaries.ts";
import { othersCanReach, type RunAs, systemUser } from "./system-user.ts";

export type ClusterOptions = {
  /** Made when missing. As root in a closed checkout (`/root`), a pointer to a folder under /var/lib/meridian. */
  readonly dataDir: string;
  readonly port: number;
  /** Of the superuser `postgres`; fixed when the cluster is made. */
  readonly password: string;
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

const majorVersion = "18";
const startWithinMs = 30_000;

/**
 * Starts the embedded server, or adopts the one that runs on this folder.
 *
 * @throws Error with a sentence for people: damaged folder, other major version, taken port
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const runAs = systemUser();
  const binaries = postgresBinaries(runAs);
  const folder = clusterFolder(options.dataDir, runAs);
  const logFile = `${options.dataDir}.log`;
  if (existsSync(join(folder, "PG_VERSION"))) checkVersion(folder);
  else initialise(folder, options.password, binaries, runAs);

  const stop = (): void => {
    spawnSync(binaries.pgCtl, ["stop", "-D", folder, "-m", "fast", "-w", "-t", "20"], { ...runAs, cwd: "/", stdio: "ignore" });
  };
  const running = runningServer(folder);
  if (running !== undefined) {
    if (running.port === options.port) return { pid: running.pid, adopted: true, onEnd: () => {}, stop };
    stop(); // left behind on another port
  }
  if (await portAnswers(options.port)) {
    throw new Error(`Port ${options.port} is taken by another program. Stop it, or choose another: POSTGRES_PORT=${options.port + 10}`);
  }
  const log = openSync(logFile, "a", 0o600); // never our stdout: a server that outlives us would hold that pipe open
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100"];
  const child = spawn(binaries.postgres, ["-D", folder, "-p", String(options.port), ...settings.flatMap((setting) => ["-c", setting])], {
    ...runAs,
    cwd: "/",
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let ended = false;
  const markEnded = (): void => {
    ended = true;
  };
  child.on("exit", markEnded);
  child.on("error", markEnded);
  for (let waitedMs = 0; serverState(folder) !== "ready"; waitedMs += 20) {
    if (ended || waitedMs > startWithinMs) {
      throw new Error(
        `Postgres did not start from ${folder}. The end of its log (${logFile}):\n${tail(logFile)}\nIf its files are damaged, restore them from a backup, or delete the data folder to begin anew.`,
      );
    }
    await setTimeout(20);
  }
  return {
    pid: child.pid ?? -1,
    adopted: false,
    onEnd: (callback) => void child.once("exit", callback),
    stop,
  };
}

/** Where the files are: the data folder itself, unless the user that Postgres runs as cannot reach it. */
function clusterFolder(dataDir: string, runAs: RunAs): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (runAs === null || othersCanReach(dataDir)) return dataDir;
  const pointer = join(dataDir, "place");
  if (!existsSync(pointer)) {
    writeFileSync(pointer, join(openFolder, `${basename(dataDir)}-${randomBytes(6).toString("hex")}`));
  }
  const folder = readFileSync(pointer, "utf8").trim();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function checkVersion(folder: string): void {
  const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (version !== majorVersion) {
    throw new Error(`${folder} was written by Postgres ${version}, and this is Postgres ${majorVersion}. Restore a backup into a new data folder, or keep the version that wrote it.`);
  }
}

function initialise(folder: string, password: string, { initdb }: PostgresBinaries, runAs: RunAs): void {
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs !== null) {
    chownSync(folder, runAs.uid, runAs.gid);
    chownSync(passwordFile, runAs.uid, runAs.gid);
  }
  try {
    const args = ["-D", folder, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "--locale=C", "--no-sync"];
    execFileSync(initdb, args, { ...runAs, cwd: "/", stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim() ?? String(error);
    throw new Error(`The database files could not be made in ${folder}: ${said}. If the folder holds a half-made database, delete it.`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The server that postmaster.pid names, if that process is alive. Line 1 is its pid, line 4 its port. */
function runningServer(folder: string): { readonly pid: number; readonly port: number } | undefined {
  const [pidText, , , portText] = pidFile(folder);
  const pid = Number(pidText);
  if (!(pid > 0)) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
  }
  return { pid, port: Number(portText) };
}

/** Line 8: "starting", "ready", "stopping" or "standby". */
const serverState = (folder: string): string | undefined => pidFile(folder)[7]?.trim();

function pidFile(folder: string): readonly string[] {
  try {
    return readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
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
