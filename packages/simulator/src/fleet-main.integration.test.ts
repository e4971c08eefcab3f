import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { readFleetEnv } from "./env.ts";

const start = (env: Record<string, string>) =>
  spawn(process.execPath, [join(import.meta.dirname, "fleet-main.ts")], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });

test("the fleet says where it listens, asks for its key, and ends cleanly on SIGTERM", async () => {
  const fleet = start({ DEMO_FLEET_PORTS: "0,0,0", DEMO_FLEET_KEY: "fleet-key" });
  const exit = once(fleet, "exit");
  const [line] = (await once(createInterface({ input: fleet.stdout }), "line")) as [string];
  const { msg } = JSON.parse(line) as { readonly msg: string };
  expect(msg).toMatch(/^Demo fleet: east-1 http:\S+, east-2 http:\S+, west-1 http:\S+$/);
  const [url = ""] = msg.match(/http:\S+?(?=,|$)/) ?? [];
  expect((await fetch(url.replace(/v1$/, "health"))).status).toBe(200);
  expect((await fetch(`${url}/models`)).status).toBe(401);
  const models = await fetch(`${url}/models`, { headers: { authorization: "Bearer fleet-key" } });
  expect(await models.json()).toMatchObject({ data: [{ id: "llama-2-70b-chat" }] });
  fleet.kill("SIGTERM");
  expect(await exit).toEqual([0, null]);
});

test("every problem of the environment is named at once", () => {
  expect(() => readFleetEnv({ DEMO_FLEET_PORTS: "1,2" })).toThrow(
    /DEMO_FLEET_PORTS: must be 3 ports.*\nDEMO_FLEET_KEY/,
  );
  expect(readFleetEnv({ DEMO_FLEET_PORTS: "1,2,3", DEMO_FLEET_KEY: "k" })).toMatchObject({
    DEMO_FLEET_PORTS: [1, 2, 3],
    DEMO_FLEET_SCRIPT: "on",
  });
});
