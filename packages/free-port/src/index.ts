import { createServer } from "node:net";
import { threadId } from "node:worker_threads";

/**
 * Below what systems hand out by themselves (Linux from 32768, macOS and Windows from 49152): a port from there may become
 * somebody's outgoing connection between the moment it was found free and the moment a process listens on it.
 */
const lowest = 15_000;
const highest = 31_999;
const count = highest - lowest + 1;

/** Processes that start one after another look in places of their own, so that none finds what another is about to take. */
const apart = 40;
let next = ((process.pid + threadId) * apart) % count;

/**
 * A port on loopback that nobody listens on, for a process that is to be started. None is given twice by one process.
 *
 * @throws Error when none is free
 */
export async function freePort(): Promise<number> {
  for (let looked = 0; looked < count; looked++) {
    const port = lowest + next;
    next = (next + 1) % count;
    if ((await portProblem(port)) === null) return port;
  }
  throw new Error(`No port from ${lowest} to ${highest} is free on 127.0.0.1.`);
}

/** Why a port on loopback cannot be listened on, as the system's code (EADDRINUSE, EACCES …); null when it can. */
export function portProblem(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(null)));
  });
}
