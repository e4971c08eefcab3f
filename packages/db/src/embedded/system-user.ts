import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";

/** Postgres refuses to run as root: then it runs as the system's `postgres` user, made when there is none. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

const userName = "postgres";

export function systemUser(): RunAs {
  if (process.getuid?.() !== 0) return null;
  if (spawnSync("id", ["-u", userName]).status !== 0) {
    execFileSync("groupadd", ["-f", userName]);
    execFileSync("useradd", ["-g", userName, "-M", userName]);
  }
  const id = (flag: string): number => Number(execFileSync("id", [flag, userName], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Whether another user can reach a path: every folder above it lets others pass. */
export function othersCanReach(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
