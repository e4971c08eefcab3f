import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Kernel ticks a second in `/proc`: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU time that a process has used, user and system, all threads, in ms. */
export function cpuTimeMs(pid: number): number {
  if (process.platform === "linux") return ticksOf(readFileSync(`/proc/${pid}/stat`, "utf8")) * (1000 / ticksPerSecond);
  return clockMs(execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" }));
}

/** utime + stime of a line of `/proc/PID/stat`, whose second field may hold spaces and parentheses. */
export function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** Milliseconds of `[hours:]minutes:seconds[.fraction]`, as `ps` writes CPU time. */
export function clockMs(text: string): number {
  return (
    text
      .trim()
      .split(":")
      .reduce((sum, part) => sum * 60 + Number(part), 0) * 1000
  );
}

/** Memory that a process holds, MB. */
export function residentMb(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}
