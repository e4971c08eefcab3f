// Stands beside the test Postgres. When the run that started it ends, however it ends, the pipe on stdin closes: the
// server is stopped and its folder removed.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isAlive, runningPostmaster } from "../embedded/postmaster.ts";

const [folder] = process.argv.slice(2);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
for await (const _ of process.stdin) {
  // nothing is ever written: only its end counts
}
if (folder !== undefined) {
  const server = runningPostmaster(join(folder, "postgres"));
  if (server) {
    process.kill(server.pid, "SIGQUIT"); // at once: nothing in it is kept
    for (let waitedMs = 0; isAlive(server.pid) && waitedMs < 5_000; waitedMs += 20) await setTimeout(20);
  }
  rmSync(folder, { recursive: true, force: true });
}
