import { spawn } from "node:child_process";
import { inRoot, nodeFlags } from "./place.mjs";

/** Process groups that may have somebody alive in them. */
const groups = new Set();

let keeper;

/**
 * Starts a Node program as a process group of its own, and tells the keeper of it: a small process that reads a pipe from
 * this one, and ends what is left when the pipe closes. So even `kill -9` of the launcher leaves nothing behind.
 */
export function spawnKept(args, options) {
  keeper ??= startKeeper();
  const child = spawn(process.execPath, [...nodeFlags, ...args], { ...options, detached: true });
  if (child.pid === undefined) return child;
  groups.add(child.pid);
  keeper.stdin.write(`+${child.pid}\n`);
  child.on("exit", () => {
    setTimeout(() => forgetIfEmpty(child), 1_000).unref();
  });
  return child;
}

/** What a process started may outlive it: then the keeper goes on watching the group. */
function forgetIfEmpty(child) {
  if (signalGroup(child, 0)) return;
  groups.delete(child.pid);
  keeper.stdin.write(`-${child.pid}\n`);
}

/** Signals a child and all that it started. @returns {boolean} false when nobody is left */
export function signalGroup(child, signal) {
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

/** Also again, when somebody killed it. */
function startKeeper() {
  const child = spawn(process.execPath, [inRoot("packages", "cli", "launch", "keeper.mjs")], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  child.unref();
  child.stdin.unref?.();
  child.stdin.on("error", () => {});
  child.on("exit", () => {
    keeper = startKeeper();
  });
  for (const group of groups) child.stdin.write(`+${group}\n`);
  return child;
}
