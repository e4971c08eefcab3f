import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Kernel ticks a second in `/proc`: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU time that a process has used, user and system, all threads that it has, in ms. */
export function cpuTimeMs(pid: number): number {
  if (process.platform !== "linux")
    return clockMs(execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" }));
  const threads = `/proc/${pid}/task`;
  // To the ns, where ticks are 10 ms long: a kernel may be built without it.
  if (existsSync(`/proc/${pid}/schedstat`))
    return readdirSync(threads).reduce((sum, thread) => sum + onCpuMs(`${threads}/${thread}/schedstat`), 0);
  return ticksOf(readFileSync(`/proc/${pid}/stat`, "utf8")) * (1000 / ticksPerSecond);
}

/** 0 of a thread that has just ended. */
function onCpuMs(path: string): number {
  try {
    return Number(readFileSync(path, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return 0;
  }
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
