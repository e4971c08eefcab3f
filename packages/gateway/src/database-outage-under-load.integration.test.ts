import { startEngine } from "@meridian/simulator";
import { expect, it, onTestFinished } from "vitest";
import { eventually } from "../test/eventually.ts";
import { routingYaml } from "../test/routing-yaml.ts";
import { RunningGateway } from "../test/running-gateway.ts";
import { stoppablePostgres } from "../test/stoppable-postgres.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { WorkspaceDatabase } from "../test/workspace-database.ts";

const outageMs = 30_000;
const callers = 4;

it("rule 19: answers every request of 4 callers while Postgres is stopped for 30 s, and writes every record when it returns", async () => {
  const engine = await startEngine({ timeScale: 0.05 });
  onTestFinished(() => engine.close());
  const postgres = await stoppablePostgres();
  const workspace = await WorkspaceDatabase.seed(postgres.url);
  onTestFinished(() => workspace.close());
  await workspace.publish(routingYaml({ first: engine.url }));
  const source = {
    kind: "database",
    url: postgres.url,
    gatewayKey: workspace.gatewayKey,
    dataDir: await temporaryFolder(),
  } as const;
  const gateway = await RunningGateway.start(source, workspace.keyText);

  const statuses = new Map<number, number>();
  const loadUntil = async (endMs: number): Promise<void> => {
    const caller = async (): Promise<void> => {
      while (Date.now() < endMs) {
        const { status } = await gateway.chat();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
  };
  await loadUntil(Date.now() + 500);
  postgres.stop();
  await loadUntil(Date.now() + outageMs);
  await Promise.all([postgres.start(), loadUntil(Date.now() + 500)]);

  expect([...statuses.keys()]).toEqual([200]);
  const answered = statuses.get(200) ?? 0;
  expect(answered).toBeGreaterThan(100);
  await eventually(
    `all ${answered} records are written`,
    () => workspace.countRequests().catch(() => 0),
    (count) => count === answered,
  );
  expect((await gateway.admin("/metrics")).text).toContain("meridian_records_dropped_total 0\n");
}, 90_000);
