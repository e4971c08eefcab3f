import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../src/journey.ts";
import { startLoad } from "../src/load.ts";
import { currentRun, type Run } from "../src/product.ts";

/** Back within 5 s is what is promised; a machine under load gets ten times that. */
const back = { timeout: 50_000 };

const isWell = async (url: string | null): Promise<boolean> =>
  url === null ||
  (await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status === 200,
    () => false,
  ));

const probes = (run: Run): Readonly<Record<string, string | null>> => ({
  worker: `${run.workerUrl}/healthz`,
  "demo-traffic": null,
  "demo-fleet": `http://127.0.0.1:${run.fleetPorts.at(-1)}/health`,
  web: `${run.url}/api/health`,
  gateway: `${run.gatewayAdminUrl}/readyz`,
  postgres: `${run.url}/api/health`,
});

/** The servers that keepers of the database had, in the order in which they got them. */
const servers = (run: Run): number[] =>
  [...readFileSync(join(run.dataDir, "logs", "postgres.log"), "utf8").matchAll(/\(process (\d+)\)/g)].map(([, id]) =>
    Number(id),
  );

for (const name of ["worker", "demo-traffic", "demo-fleet", "web", "gateway", "postgres"]) {
  test(`kill -9 of ${name}: it is back under a new process id, and the rest goes on`, async ({ run }) => {
    const before = currentRun(run).processes;
    const serversBefore = servers(run).length;
    process.kill(before[name] ?? 0, "SIGKILL");
    await expect.poll(() => currentRun(run).processes[name] ?? before[name], back).not.toBe(before[name]);
    // The server lives on without its keeper, and answers before the new one has it.
    if (name === "postgres") await expect.poll(() => servers(run).length, back).toBe(serversBefore + 1);
    await expect.poll(() => isWell(probes(run)[name] ?? null), back).toBe(true);
    expect({ ...currentRun(run).processes, [name]: 0 }).toEqual({ ...before, [name]: 0 });
  });
}

test("kill -9 of the Postgres server itself: the gateway serves on, and everything finds the new one", async ({
  run,
}) => {
  const before = currentRun(run).processes;
  const killed = servers(run).at(-1) ?? 0;
  const load = startLoad({ gatewayUrl: run.gatewayUrl, key: run.gatewayKey, model: "claims-summary", everyMs: 50 });
  try {
    process.kill(killed, "SIGKILL");
    await expect.poll(() => currentRun(run).processes["postgres"] ?? 0, back).not.toBe(before["postgres"]);
    await expect.poll(() => servers(run).at(-1), back).not.toBe(killed);
    for (const name of ["web", "worker", "gateway"])
      await expect.poll(() => isWell(probes(run)[name] ?? null), back).toBe(true);
  } finally {
    const { sent, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(0);
  }
  expect({ ...currentRun(run).processes, postgres: 0 }).toEqual({ ...before, postgres: 0 });
});
