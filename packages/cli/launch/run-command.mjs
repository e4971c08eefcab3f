import { spawn } from "node:child_process";
import { installDependencies } from "./install.mjs";
import { onParentGone } from "./parent-watch.mjs";
import { inRoot, nodeFlags } from "./place.mjs";
import { generateDatabaseClient } from "./prepare.mjs";
import { giveUp } from "./say.mjs";

/** Programs that people start by name, each under the same Node and the same preparation as the rest. */
const programs = {
  gateway: "packages/gateway/src/main.ts",
  "gateway:try": "packages/cli/src/try-main.ts",
  cli: "packages/cli/src/main.ts",
  "bench:dashboards": "packages/worker/src/bench/dashboards-bench-main.ts",
  doctor: ["packages/cli/src/main.ts", "doctor"],
  "env:new": "packages/worker/src/new-environment-main.ts",
  "bench:decisions": "packages/cli/src/bench/routing/decisions-bench-main.ts",
  "bench:gateway": "packages/cli/src/bench/gateway-bench-main.ts",
  "bench:live": "e2e/src/live-bench-main.ts",
  "bench:routing": "packages/cli/src/bench/routing/routing-bench-main.ts",
  "train:complexity": "packages/cli/src/train/train-complexity-main.ts",
  soak: "packages/cli/src/soak/soak-main.ts",
  "check:prometheus": "packages/cli/src/deploy/check-prometheus-main.ts",
  "check:redis": "packages/cli/src/deploy/check-redis-main.ts",
  figures: "e2e/src/figures-main.ts",
  screenshot: "e2e/src/screenshot-main.ts",
  screenshots: "e2e/src/screenshots-main.ts",
};

export async function main([name, ...args]) {
  if (!Object.hasOwn(programs, name ?? ""))
    giveUp(`Unknown program ${name}. There are: ${Object.keys(programs).join(", ")}.`);
  installDependencies();
  await generateDatabaseClient();
  const [file, ...given] = [programs[name]].flat();
  const child = spawn(process.execPath, [...nodeFlags, inRoot(file), ...given, ...args], { stdio: "inherit" });
  onParentGone(() => child.kill("SIGTERM"));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
