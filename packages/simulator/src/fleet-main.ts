import { createLog } from "@meridian/logging";
import { demoEngineOptions, demoFleet } from "./demo/demo-fleet.ts";
import { faultScript } from "./demo/fault-script.ts";
import { readFleetEnv } from "./env.ts";
import { startEngine } from "./server/start-engine.ts";

// The demo's upstreams in one process. Its script begins with the first request, whenever that comes.
const env = readFleetEnv();
const engines = await Promise.all(
  demoFleet.map((upstream, at) =>
    startEngine(demoEngineOptions(upstream, env.DEMO_FLEET_PORTS[at] ?? 0, env.DEMO_FLEET_KEY)),
  ),
);

const play = faultScript(engines);
let trafficBeganMs: number | null = null;
const script = setInterval(() => {
  if (engines.some((engine) => engine.requests().length > 0)) trafficBeganMs ??= performance.now();
  if (trafficBeganMs !== null) play(performance.now() - trafficBeganMs);
}, 1000);
if (env.DEMO_FLEET_SCRIPT === "off") clearInterval(script);

const stop = async () => {
  clearInterval(script);
  await Promise.all(engines.map((engine) => engine.close()));
};
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());

const names = engines.map(({ url }, at) => `${demoFleet[at]?.name} ${url}`);
createLog("info", "demo-fleet").info(`Demo fleet: ${names.join(", ")}`);
