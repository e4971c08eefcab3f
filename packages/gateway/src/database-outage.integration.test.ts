import { randomUUID } from "node:crypto";
import { chmod } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { openDatabase } from "@meridian/db";
import { migrate, startCluster } from "@meridian/db/testing";
import { startEngine } from "@meridian/simulator";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../test/eventually.ts";
import { recordOf } from "../test/record-of.ts";
import { routingYaml } from "../test/routing-yaml.ts";
import { RunningGateway } from "../test/running-gateway.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { WorkspaceDatabase } from "../test/workspace-database.ts";
import { openStore } from "./control-plane/open-store.ts";
import { listenOn } from "./listen-on.ts";
import { RecordWriter } from "./records/record-writer.ts";

let engine: Awaited<ReturnType<typeof startEngine>>;

beforeAll(async () => {
  engine = await startEngine({ timeScale: 0.01 });
});

afterAll(() => engine.close());

async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = await listenOn(server, "127.0.0.1", 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Postgres of this test's own, which can be stopped and started again. */
async function stoppablePostgres() {
  const folder = await temporaryFolder();
  // As root, Postgres runs as another user, who must be able to pass through.
  await chmod(folder, 0o711);
  const options = { dataDir: join(folder, "postgres"), port: await freePort(), password: "test" };
  let cluster = await startCluster(options);
  onTestFinished(() => cluster.stop());
  const url = `postgres://postgres:test@127.0.0.1:${options.port}/postgres`;
  await migrate(url);
  return {
    url,
    stop: () => cluster.stop(),
    start: async () => {
      cluster = await startCluster(options);
    },
  };
}

describe("a gateway whose database goes away", () => {
  it("answers everything, writes all records and cells when it returns, and follows again", async () => {
    const postgres = await stoppablePostgres();
    const workspace = await WorkspaceDatabase.seed(postgres.url);
    onTestFinished(() => workspace.close());
    await workspace.publish(routingYaml({ first: engine.url }));
    const dataDir = await temporaryFolder();
    const source = { kind: "database", url: postgres.url, gatewayKey: workspace.gatewayKey, dataDir } as const;
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

  it("serves from its disk when it is restarted without it, and writes what it recorded when it returns", async () => {
    const postgres = await stoppablePostgres();
    const workspace = await WorkspaceDatabase.seed(postgres.url);
    onTestFinished(() => workspace.close());
    await workspace.publish(routingYaml({ first: engine.url }));
    const dataDir = await temporaryFolder();
    const source = { kind: "database", url: postgres.url, gatewayKey: workspace.gatewayKey, dataDir } as const;
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

  it("keeps 20 records up to a bound of 20, counts the 5 beyond it, and writes the 20 when it returns", async () => {
    const postgres = await stoppablePostgres();
    const store = openStore(postgres.url);
    const reader = openDatabase(postgres.url);
    onTestFinished(async () => {
      await Promise.all([store.close(), reader.close()]);
    });
    postgres.stop();
    const writer = new RecordWriter(store.records, pino({ level: "silent" }), { capacity: 20 });
    for (let at = 0; at < 25; at++) {
      const [id, environmentId, gatewayInstanceId] = [randomUUID(), randomUUID(), randomUUID()];
      writer.accept(recordOf({ id, environmentId, gatewayInstanceId, startedAtMs: Date.now() }));
    }
    expect(await writer.flush(100)).toBe(20);
    expect(writer.state).toEqual({ queued: 20, written: 0, dropped: 5, refused: 0, storeAvailable: false });
    await postgres.start();
    expect(await writer.flush(10_000)).toBe(0);
    const { rows } = await reader.pool.query("SELECT count(*)::int AS requests FROM requests");
    expect(rows).toEqual([{ requests: 20 }]);
  });
});
