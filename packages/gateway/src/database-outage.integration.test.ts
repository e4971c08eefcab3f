import { randomUUID } from "node:crypto";
import { openDatabase } from "@meridian/db";
import { startEngine } from "@meridian/simulator";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../test/eventually.ts";
import { aRecord } from "@meridian/metrics/testing";
import { routingYaml } from "../test/routing-yaml.ts";
import { RunningGateway } from "../test/running-gateway.ts";
import { stoppablePostgres } from "../test/stoppable-postgres.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { WorkspaceDatabase } from "../test/workspace-database.ts";
import { openStore } from "./control-plane/open-store.ts";
import { RecordWriter } from "./records/record-writer.ts";

const callers = 4;
/** Pauses between tries to write have grown to their longest, 5 s, before it ends. */
const outageMs = 8_000;

let engine: Awaited<ReturnType<typeof startEngine>>;
let postgres: Awaited<ReturnType<typeof stoppablePostgres>>;

beforeAll(async () => {
  [engine, postgres] = await Promise.all([startEngine({ timeScale: 0.01 }), stoppablePostgres()]);
});

afterAll(async () => {
  await Promise.all([engine.close(), postgres.remove()]);
});

/** A workspace whose config is published, and a gateway's source that follows it. */
async function published() {
  const url = await postgres.newDatabase();
  const workspace = await WorkspaceDatabase.seed(url);
  onTestFinished(() => workspace.close());
  await workspace.publish(routingYaml({ first: engine.url }));
  const { gatewayKey } = workspace;
  return { workspace, source: { kind: "database", url, gatewayKey, dataDir: await temporaryFolder() } as const };
}

describe("a gateway whose database goes away", () => {
  it("rule 19: answers everything, writes all records and cells when it returns, and follows again", async () => {
    const { workspace, source } = await published();
    const gateway = await RunningGateway.start(source, workspace.keyText);
    await gateway.chat();
    await eventually(
      "the first record is written",
      () => workspace.countRequests(),
      (count) => count === 1,
    );

    postgres.stop();
    const answers = await Promise.all(Array.from({ length: 40 }, () => gateway.chat()));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await eventually(
      "the outage shows",
      () => gateway.admin("/metrics"),
      ({ text }) => text.includes("meridian_records_queued 40\n"),
    );

    await postgres.start();
    await eventually(
      "all 41 records are written",
      () => workspace.countRequests().catch(() => 0),
      (count) => count === 41,
    );
    await eventually(
      "all 41 requests are in cells",
      () => workspace.countedInCells(),
      (count) => count === 41,
    );
    const deploymentId = await workspace.publish(routingYaml({ second: engine.url }));
    await eventually(
      "the gateway follows again",
      () => workspace.reportOf(deploymentId),
      (report) => report !== null,
    );
    expect((await gateway.admin("/metrics")).text).toContain("meridian_records_dropped_total 0\n");
  });

  it("rule 19: serves from its disk when it is restarted without it, and writes what it recorded when it returns", async () => {
    const { workspace, source } = await published();
    await (await RunningGateway.start(source, workspace.keyText)).stop();

    postgres.stop();
    const restarted = await RunningGateway.start(source, workspace.keyText);
    expect((await restarted.admin("/readyz")).status).toBe(200);
    expect(await restarted.chat()).toMatchObject({ status: 200, upstream: "first", version: "1" });
    await postgres.start();
    await eventually(
      "the record is written",
      () => workspace.countRequests().catch(() => 0),
      (count) => count === 1,
    );
  });

  it(`rule 19: answers every request of ${callers} callers in an outage that lasts beyond the longest pause between tries, and writes every record`, async () => {
    const { workspace, source } = await published();
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
  });

  it("rule 19: keeps 20 records up to a bound of 20, counts the 5 beyond it, and writes the 20 when it returns", async () => {
    const url = await postgres.newDatabase();
    const store = openStore(url);
    const reader = openDatabase(url);
    onTestFinished(async () => {
      await Promise.all([store.close(), reader.close()]);
    });
    postgres.stop();
    const writer = new RecordWriter(store.records, pino({ level: "silent" }), { capacity: 20 });
    for (let at = 0; at < 25; at++) {
      const [id, environmentId, gatewayInstanceId] = [randomUUID(), randomUUID(), randomUUID()];
      writer.accept(aRecord({ id, environmentId, gatewayInstanceId, startedAtMs: Date.now() }));
    }
    expect(await writer.flush(100)).toBe(20);
    expect(writer.state).toEqual({ queued: 20, written: 0, dropped: 5, refused: 0, storeAvailable: false });
    await postgres.start();
    expect(await writer.flush(10_000)).toBe(0);
    const { rows } = await reader.pool.query("SELECT count(*)::int AS requests FROM requests");
    expect(rows).toEqual([{ requests: 20 }]);
  });
});
