import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { giveUp } from "./say.mjs";

/**
 * One launcher a data folder: two would fight over the same database files.
 *
 * @returns {() => void} gives the folder free again
 */
export function claim(dataDir) {
  const file = join(dataDir, "launcher.pid");
  const pid = runningLauncher(dataDir);
  if (pid !== null) {
    giveUp(
      `Meridian already runs from ${dataDir} (process ${pid}). Stop it, or start a second copy with other ports and MERIDIAN_DATA_DIR=.data-2.`,
    );
  }
  rmSync(file, { force: true });
  try {
    // Exclusive: of two that start at once, one is told.
    writeFileSync(file, String(process.pid), { mode: 0o600, flag: "wx" });
  } catch (error) {
    giveUp(
      error.code === "EEXIST"
        ? `Another start of Meridian has just taken ${dataDir}. Stop one of the two, or give one its own MERIDIAN_DATA_DIR.`
        : `${file} cannot be written (${error.code}). Mend the folder's permissions or free some space, or choose another with MERIDIAN_DATA_DIR.`,
    );
  }
  return () => rmSync(file, { force: true });
}

/** @returns {number | null} process id of the launcher that runs a copy from this folder */
export function runningLauncher(dataDir) {
  const pid = claimant(join(dataDir, "launcher.pid"));
  return pid !== process.pid && isLauncher(pid) ? pid : null;
}

function claimant(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/** After a crash and a restart of the machine the number may belong to any other program. */
function isLauncher(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return commandOf(pid)?.includes("launch.mjs") ?? true;
}

/** null when this machine does not tell. */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    const { status, stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return status === 0 ? stdout : null;
  }
}
