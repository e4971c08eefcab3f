import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

/** "starting", "ready", "stopping" or "standby", as the server itself says. */
type PostmasterState = string | undefined;

export type Postmaster = { readonly pid: number; readonly port: number };

/**
 * The server that runs on this folder. A postmaster.pid whose number now belongs to another program (after a restart of
 * the machine), or whose folder is a copy of a running one, is removed: the server would refuse to start over it. One whose
 * process is gone stays: the server itself looks in it for children of that process that still touch the files.
 */
export function runningPostmaster(folder: string): Postmaster | undefined {
  const [pidText, dataFolder, , portText] = pidFile(folder);
  const pid = Number(pidText);
  if (!(pid > 0)) return undefined;
  if (!isAlive(pid)) return undefined;
  if (isPostgres(pid) && isSameFolder(dataFolder ?? "", folder)) return { pid, port: Number(portText) };
  rmSync(join(folder, "postmaster.pid"), { force: true });
  return undefined;
}

/** What the server of this process id says; nothing while the file is another's, for example one that was killed. */
export function postmasterState(folder: string, pid: number | undefined): PostmasterState {
  const lines = pidFile(folder);
  return Number(lines[0]) === pid ? lines[7]?.trim() : undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !isZombie(pid);
}

/** Ended, and nobody has asked how: an orphan where process 1 does not, as in many containers. */
function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Lines: pid, folder, start, port, socket folder, address, shared memory, state. */
function pidFile(folder: string): readonly string[] {
  try {
    return readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

function isPostgres(pid: number): boolean {
  if (process.platform === "win32") return true;
  try {
    const name = existsSync(`/proc/${pid}/comm`)
      ? readFileSync(`/proc/${pid}/comm`, "utf8")
      : execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
    return name.includes("postgres");
  } catch {
    return false;
  }
}

function isSameFolder(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}
