import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellOf } from "../../test/cell-of.ts";
import { recordOf } from "../../test/record-of.ts";
import { createPostgresCellStore } from "../cells/postgres-cell-store.ts";
import { type Database, openDatabase } from "../database.ts";
import { createPostgresRecordStore } from "../records/postgres-record-store.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { EnvironmentRows } from "./drop-environment-rows.ts";
import type { EnvironmentRetention } from "./retention-days.ts";
import { readRowUse } from "./row-use.ts";

const dayMs = 86_400_000;
/** Noon: whole days before it are easy to tell. */
const nowMs = Math.floor(Date.now() / dayMs) * dayMs + dayMs / 2;
const ages = [0, 1, 2, 3, 5];

let test: TestDatabase;
let database: Database;
const workspaceId = randomUUID();

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  await database.prisma.workspace.create({ data: { id: workspaceId, slug: "acme", name: "Acme" } });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

/** An environment with a request, its details and a cell of each age in days. */
async function aged(retention: EnvironmentRetention | null): Promise<string> {
  const environmentId = randomUUID();
  await database.prisma.environment.create({
    data: { id: environmentId, workspaceId, name: environmentId, ...(retention && { retention }) },
  });
  const records = createPostgresRecordStore(database.pool);
  await records.writeRecords(
    ages.map((days) => recordOf({ id: randomUUID(), environmentId, startedAtMs: nowMs - days * dayMs })),
  );
  const cells = createPostgresCellStore(database.pool);
  await cells.upsertCells(ages.map((days) => cellOf(nowMs - days * dayMs, [1], { environmentId })));
  return environmentId;
}

async function kept(environmentId: string): Promise<readonly number[]> {
  const counts = ["requests", "requestDetails", 10] as const;
  return Promise.all(counts.map(async (kind) => (await readRowUse(database.pool, kind, environmentId, null)).rows));
}

describe("what an environment keeps for a time of its own", () => {
  it("is deleted by whole days: requests of 3 days with their details, cells of 1 day, and nobody else's", async () => {
    const own = await aged({ requests: 3, cells: 1 });
    const details = await aged({ requestDetails: 1 });
    const other = await aged(null);
    const rows = new EnvironmentRows(database.pool);
    expect(await rows.drop(nowMs)).toBe(1 + 1 + 3 + 3);
    expect(await kept(own)).toEqual([4, 4, 2]);
    expect(await kept(details)).toEqual([5, 2, 5]);
    expect(await kept(other)).toEqual([5, 5, 5]);
    expect(await rows.drop(nowMs)).toBe(0);
    expect(await rows.drop(nowMs + dayMs)).toBeGreaterThan(0);
  });

  it("is counted beforehand, with the room it takes", async () => {
    const environmentId = await aged(null);
    const before = new Date(Math.floor(nowMs / dayMs) * dayMs - dayMs);
    const use = await readRowUse(database.pool, "requests", environmentId, before);
    expect(use).toMatchObject({ rows: 3, exact: true });
    const all = await readRowUse(database.pool, "requests", environmentId, null);
    expect(all.bytes).toBeGreaterThan(use.bytes);
    expect((await readRowUse(database.pool, 10, environmentId, null)).bytes).toBeGreaterThan(0);
    expect(await readRowUse(database.pool, "requests", randomUUID(), null)).toEqual({ rows: 0, bytes: 0, exact: true });
  });
});
