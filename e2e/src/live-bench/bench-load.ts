import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { type LoadPlan, type LoadResult, loadResultSchema } from "../../../packages/cli/src/bench/load-plan.ts";

const bench = resolve(import.meta.dirname, "..", "..", "..", "packages", "cli", "src", "bench");

/** The gateway's benchmark's upstream, which answers at once, and its load: each a process of its own. */
export async function startUpstream(): Promise<{ readonly port: number; readonly process: ChildProcess }> {
  const child = spawn(process.execPath, [`${bench}/upstream-main.ts`], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { port: Number(line), process: child };
}

/** Runs one load to its end. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [`${bench}/load-main.ts`, JSON.stringify(plan)]);
  return loadResultSchema.parse(JSON.parse(stdout));
}
