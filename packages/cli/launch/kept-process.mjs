import { spawn } from "node:child_process";
import { inRoot, nodeFlags } from "./place.mjs";

let keeper;

/**
 * Starts a Node program as a process group of its own, and tells the keeper of it: a small process that reads a pipe from
 * this one, and ends what is left when the pipe closes. So even `kill -9` of the launcher leaves nothing behind.
 */
export function spawnKept(args, options) {
  keeper ??= startKeeper();
  const child = spawn(process.execPath, [...nodeFlags, ...args], { ...options, detached: true });
  if (child.pid === undefined) return child;
  keeper.stdin.write(`+${child.pid}\n`);
  child.on("exit", () => {
    // What a crashed process started may outlive it: then the keeper goes on watching the group.
    if (!signalGroup(child, 0)) keeper.stdin.write(`-${child.pid}\n`);
  });
  return child;
}

/** Signals a child and all that it started. @returns {boolean} false when nobody is left */
export function signalGroup(child, signal) {
  try {
    return process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

function startKeeper() {
  const child = spawn(process.execPath, [inRoot("packages", "cli", "launch", "keeper.mjs")], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  child.unref();
  child.stdin.unref?.();
  child.stdin.on("error", () => {});
  return child;
}
