import { rmSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./place.mjs";
import { say } from "./say.mjs";

/** The demo's upstreams. */
export function startFleet(start, { keys }, { fleetPorts }) {
  start("demo-fleet", [inRoot("packages/simulator/src/fleet-main.ts")], {
    ...process.env,
    DEMO_FLEET_PORTS: fleetPorts.join(","),
    DEMO_FLEET_KEY: keys.demoFleetKey,
  });
}

/** The demo's callers. */
export function startTraffic(start, { ports }, { gatewayKey }) {
  // A small heap: traffic makes much garbage and keeps nothing.
  const smallHeap = ["--max-semi-space-size=1", "--max-old-space-size=80"];
  start("demo-traffic", [...smallHeap, inRoot("packages/cli/src/demo-traffic-main.ts")], {
    ...process.env,
    GATEWAY_URL: `http://127.0.0.1:${ports.GATEWAY_PORT}/v1`,
    GATEWAY_KEY: gatewayKey,
  });
}

const lookEveryMs = 1_000;

/**
 * Ends the demo's processes when somebody deletes the demo, which the worker tells: it reads the database. What the data
 * folder kept for the demo goes with it, so that the next start knows of none.
 *
 * @param {string} url the worker's, where it tells of the demo
 * @param {() => void} onDeleted
 */
export function endWithDemo(services, { dataDir }, url, onDeleted) {
  const look = async () => {
    if (!(await isDeleted(url)) || services.stopping) return;
    clearInterval(timer);
    say("The demo was deleted: its traffic and its upstreams end.");
    await services.retire("demo-traffic");
    await services.retire("demo-fleet");
    rmSync(join(dataDir, "demo.json"), { force: true });
    onDeleted();
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
}

/** Only a clear word counts: a worker that is away says nothing. */
async function isDeleted(url) {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(900), redirect: "manual" });
    return reply.status === 200 && (await reply.json()).demo === "absent";
  } catch {
    return false;
  }
}
