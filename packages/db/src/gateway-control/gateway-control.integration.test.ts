import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellOf } from "../../test/cell-of.ts";
import { recordOf } from "../../test/record-of.ts";
import { createCredentialUseStore } from "../credential-uses/credential-use-store.ts";
import { createPostgresCellStore } from "../cells/postgres-cell-store.ts";
import { type Database, openDatabase } from "../database.ts";
import { createPostgresRecordStore } from "../records/postgres-record-store.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { createGatewayControl, type GatewayControl, type InstanceRegistration } from "./gateway-control.ts";

let test: TestDatabase;
let owner: Database;
let gateway: Database;
let control: GatewayControl;

const workspaceId = randomUUID();
const environmentId = randomUUID();
const deploymentId = randomUUID();
const instance: InstanceRegistration = {
  id: randomUUID(),
  name: "gateway-1",
  epoch: 1_700_000_000_000,
  liveUrl: "ws://127.0.0.1:4000/live",
  version: "0.1.0",
};
const report = {
  environmentId,
  deploymentId,
  serial: 1,
  state: "applied",
  diagnostics: [],
  atMs: 1_700_000_001_000,
} as const;

beforeAll(async () => {
  test = await createTestDatabase();
  owner = openDatabase(test.url);
  gateway = openDatabase(`${test.url}?options=-c%20role%3Dmeridian_gateway`);
  control = createGatewayControl(gateway.pool);
  const configVersionId = randomUUID();
  await owner.prisma.workspace.create({
    data: {
      id: workspaceId,
      slug: "acme",
      name: "Acme",
      environments: { create: { id: environmentId, name: "production" } },
      configVersions: {
        create: { id: configVersionId, number: 1, yaml: "", sha256: "", message: "first", authorName: "Erin" },
      },
    },
  });
  await owner.prisma.deployment.create({
    data: {
      id: deploymentId,
      workspaceId,
      environmentId,
      configVersionId,
      kind: "publish",
      reason: "first",
      createdByName: "Erin",
    },
  });
});

afterAll(async () => {
  await gateway.close();
  await owner.close();
  await test.drop();
});

const writeSnapshot = async (serial: number, text: string): Promise<void> => {
  const data = { serial: BigInt(serial), payload: Buffer.from(text), signature: Buffer.from("signed") };
  await owner.prisma.environmentSnapshot.upsert({
    where: { environmentId },
    create: { environmentId, ...data },
    update: data,
  });
};

describe("what a gateway does, with the rights of its own role alone", () => {
  it("reads a snapshot once, and again when its serial changed", async () => {
    expect(await control.readSnapshots(new Map())).toEqual({ environmentIds: [], changed: [] });
    await writeSnapshot(1, "one");
    const first = await control.readSnapshots(new Map());
    expect(first.environmentIds).toEqual([environmentId]);
    expect(first.changed).toMatchObject([{ environmentId, serial: 1 }]);
    expect(Buffer.from(first.changed[0]?.payload ?? []).toString()).toBe("one");
    const known = new Map([[environmentId, 1]]);
    expect(await control.readSnapshots(known)).toEqual({ environmentIds: [environmentId], changed: [] });
    await writeSnapshot(2, "two");
    expect((await control.readSnapshots(known)).changed).toMatchObject([{ serial: 2 }]);
  });

  it("registers, beats, stops, and is back with a new epoch under the same id", async () => {
    expect(await control.heartbeat(instance.id)).toBe(false);
    await control.register(instance);
    expect(await control.heartbeat(instance.id)).toBe(true);
    await control.markStopped(instance.id);
    const find = () => owner.prisma.gatewayInstance.findUniqueOrThrow({ where: { id: instance.id } });
    expect((await find()).stoppedAt).not.toBeNull();
    await control.register({ ...instance, epoch: instance.epoch + 1 });
    expect(await find()).toMatchObject({ epoch: BigInt(instance.epoch + 1), stoppedAt: null });
  });

  it("reports a deployment once for each instance, the latest state standing", async () => {
    await control.register(instance);
    await control.report(instance.id, { ...report, state: "rejected", diagnostics: [{ code: "unknown_key" }] });
    await control.report(instance.id, { ...report, serial: 2 });
    const told = await owner.prisma.gatewayApplication.findMany();
    expect(told).toMatchObject([{ deploymentId, serial: 2n, state: "applied", diagnostics: [] }]);
  });

  it("passes over a report about a deployment that is gone, and refuses one of an instance that is not registered", async () => {
    await control.report(instance.id, { ...report, deploymentId: randomUUID() });
    await expect(control.report(randomUUID(), report)).rejects.toThrow("gateway_instance_id_fkey");
  });

  it("writes records, into days without a partition too, and cells", async () => {
    const dayMs = 86_400_000;
    const records = createPostgresRecordStore(gateway.pool);
    await records.writeRecords([
      recordOf({ environmentId }),
      recordOf({ environmentId, startedAtMs: Date.now() - 9 * dayMs }),
    ]);
    expect((await records.listRequests({ environmentId, limit: 10 })).requests).toHaveLength(2);
    const cells = createPostgresCellStore(gateway.pool);
    const startMs = Math.floor(Date.now() / 10_000) * 10_000;
    await cells.upsertCells([cellOf(startMs, [1], { environmentId })]);
    await cells.upsertCells([cellOf(startMs, [1, 2], { environmentId })]);
    const read = await cells.readCells({ environmentId, fromMs: startMs, toMs: startMs + 1, resolution: 10 });
    expect(read.map(({ counts }) => counts.requests)).toEqual([2]);
  });

  it("tells which keys and secrets are used: the latest moment stands, and an environment that is gone is passed over", async () => {
    const store = createCredentialUseStore(gateway.pool);
    const use = (lastUsedAtMs: number) => ({ kind: "secret", name: "OPENAI", lastUsedAtMs }) as const;
    await store.report(environmentId, [use(2_000), { kind: "gateway-key", name: "k1", lastUsedAtMs: 1_000 }]);
    await store.report(environmentId, [use(1_500)]);
    await store.report(randomUUID(), [use(9_000)]);
    const told = await owner.prisma.credentialUse.findMany({ orderBy: { kind: "asc" } });
    expect(told.map(({ kind, lastUsedAt }) => [kind, lastUsedAt.getTime()])).toEqual([
      ["gateway-key", 1_000],
      ["secret", 2_000],
    ]);
  });

  it.each([
    ["SELECT * FROM users"],
    ["SELECT * FROM secrets"],
    ["SELECT * FROM gateway_keys"],
    ["SELECT * FROM audit_events"],
    ["UPDATE environment_snapshots SET serial = 9"],
    ["DELETE FROM requests"],
    ["UPDATE requests SET status = 200"],
    ["DELETE FROM metric_cells_10s"],
    ["SELECT * FROM metric_cells_1m"],
    ["CREATE TABLE mine (n integer)"],
  ])("may not %s", async (sql) => {
    await expect(gateway.pool.query(sql)).rejects.toThrow("permission denied");
  });
});
