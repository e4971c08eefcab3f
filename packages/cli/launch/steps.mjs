import { spawnKept } from "./kept-process.mjs";
import { root } from "./place.mjs";

/**
 * Runs one Node program to its end and collects what it says.
 *
 * @param {(line: string) => void} [onLine] called with every line of stderr as it comes: progress
 * @param {(line: string) => void} [onOutputLine] the same of stdout
 * @returns {Promise<{ status: number, stdout: string, stderr: string }>}
 */
export function runNode(args, { env = process.env, cwd = root, onLine, onOutputLine } = {}) {
  return new Promise((resolve) => {
    const child = spawnKept(args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    const collect = (name, onEach) => {
      let rest = "";
      child[name].setEncoding("utf8").on("data", (text) => {
        output[name] += text;
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        for (const line of lines) onEach?.(line);
      });
    };
    collect("stdout", onOutputLine);
    collect("stderr", onLine);
    child.on("error", (error) => resolve({ status: -1, ...output, stderr: error.message }));
    child.on("close", (code) => resolve({ status: code ?? -1, ...output }));
  });
}

/** Polls until `probe` answers true. Gives up with false after `withinMs`, or at once when `cancelled()` says so. */
export async function until(probe, withinMs, cancelled = () => false) {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline && !cancelled(); ) {
    if (await probe().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** Whether a URL answers 200 within a second. */
export async function answers(url) {
  const reply = await fetch(url, { signal: AbortSignal.timeout(1_000), redirect: "manual" });
  await reply.arrayBuffer();
  return reply.status === 200;
}
