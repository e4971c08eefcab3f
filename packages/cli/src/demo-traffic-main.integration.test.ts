import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startEngine } from "@meridian/simulator";
import { expect, test, vi } from "vitest";
import { readTrafficEnv } from "./env.ts";

test("the traffic's process reaches a gateway with its key, survives its restart, and ends cleanly on SIGTERM", async () => {
  const gateway = await startEngine({ timeScale: 0.1, apiKey: "traffic-key" });
  const env = { ...process.env, GATEWAY_URL: gateway.url, GATEWAY_KEY: "traffic-key", DEMO_REQUESTS_PER_SECOND: "50" };
  const traffic = spawn(process.execPath, [join(import.meta.dirname, "demo-traffic-main.ts")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(traffic, "exit");
  let said = "";
  traffic.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  const answered = () => gateway.requests().filter(({ status }) => status === 200).length;

  await vi.waitFor(() => expect(answered()).toBeGreaterThan(20), { timeout: 20_000 });
  await gateway.kill();
  await vi.waitFor(() => expect(said).toContain("cannot be reached"), { timeout: 10_000 });
  const before = answered();
  await gateway.restart();
  await vi.waitFor(() => expect(answered()).toBeGreaterThan(before + 20), { timeout: 20_000 });
  expect(said).toContain("answers again");
  traffic.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
  await gateway.close();
});

test("every problem of the environment is named at once", () => {
  expect(() => readTrafficEnv({ GATEWAY_URL: "somewhere" })).toThrow(/GATEWAY_URL: .*\nGATEWAY_KEY: /);
});
