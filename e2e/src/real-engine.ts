import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { freePort } from "@meridian/free-port";

const fleet = join(resolve(import.meta.dirname, "..", ".."), "packages", "simulator", "src", "fleet-main.ts");

export type RealEngine = { readonly url: string; readonly apiKey: string; readonly stop: () => Promise<void> };

/** An OpenAI-compatible server of its own, which Meridian knows nothing of: another process, on a free port, with a key. */
export async function startRealEngine(): Promise<RealEngine> {
  const apiKey = "sk-of-the-engine";
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const child: ChildProcess = spawn(process.execPath, ["--no-warnings", fleet], {
    env: { ...process.env, DEMO_FLEET_PORTS: ports.join(","), DEMO_FLEET_KEY: apiKey, DEMO_FLEET_SCRIPT: "off" },
    stdio: "ignore",
  });
  const health = `http://127.0.0.1:${ports[0]}/health`;
  while ((await fetch(health).catch(() => null))?.status !== 200) {
    if (child.exitCode !== null) throw new Error("The engine did not start.");
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    url: `http://127.0.0.1:${ports[0]}/v1`,
    apiKey,
    stop: async () => {
      if (child.exitCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}
