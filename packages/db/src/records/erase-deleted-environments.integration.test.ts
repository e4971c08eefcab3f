import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cellOf } from "../../test/cell-of.ts";
import { recordOf } from "../../test/record-of.ts";
import { createPostgresCellStore } from "../cells/postgres-cell-store.ts";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { eraseDeletedEnvironments } from "./erase-deleted-environments.ts";
import { createPostgresRecordStore } from "./postgres-record-store.ts";

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

it("erases requests and cells of what is gone at once, its series ten minutes later, and nothing of anyone else", async () => {
  const { pool } = database;
  const [gone, stays] = [randomUUID(), randomUUID()];
  const nowMs = Date.now();
  for (const environmentId of [gone, stays]) {
    await createPostgresRecordStore(pool).writeRecords([recordOf({ environmentId, startedAtMs: nowMs })]);
    await createPostgresCellStore(pool).upsertCells([cellOf(nowMs - (nowMs % 10_000), [120], { environmentId })]);
  }
  const left = async () => {
    const tables = ["requests", "request_details", "metric_cells_10s", "metric_series", "deleted_environments"];
    const counts = tables.map(async (table) => {
      const column = table === "deleted_environments" ? "id" : "environment_id";
      const count = (id: string) => pool.query(`SELECT FROM ${table} WHERE ${column} = $1`, [id]);
      return [(await count(gone)).rowCount, (await count(stays)).rowCount];
    });
    return Promise.all(counts);
  };
  expect(await eraseDeletedEnvironments(pool, nowMs)).toBe(0);
  await pool.query(
    "INSERT INTO deleted_environments (id, workspace_id, deleted_at) VALUES ($1, gen_random_uuid(), $2)",
    [gone, new Date(nowMs)],
  );
  expect(await eraseDeletedEnvironments(pool, nowMs + 1_000)).toBe(3);
  expect(await left()).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
    [1, 1],
    [1, 0],
  ]);
  expect(await eraseDeletedEnvironments(pool, nowMs + 601_000)).toBe(1);
  expect(await left()).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
    [0, 1],
    [0, 0],
  ]);
});
