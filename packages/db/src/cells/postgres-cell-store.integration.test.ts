import type { Cell } from "@meridian/metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellOf } from "../../test/cell-of.ts";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import type { CellStore } from "./cell-store.ts";
import { createPostgresCellStore } from "./postgres-cell-store.ts";

let test: TestDatabase;
let database: Database;
let store: CellStore;
let environments = 0;

const startMs = Math.floor(Date.now() / 10_000) * 10_000;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  store = createPostgresCellStore(database.pool);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const newEnvironment = (): string => `0198a1b2-0000-7000-8000-${String(++environments).padStart(12, "0")}`;
const read = (environmentId: string, fromMs = startMs, toMs = startMs + 60_000): Promise<readonly Cell[]> =>
  store.readCells({ environmentId, fromMs, toMs, resolution: 10 });

describe("cells in Postgres", () => {
  it("come back as they were written, and a later one of the same key replaces the earlier", async () => {
    const environmentId = newEnvironment();
    await store.upsertCells([cellOf(startMs, [1], { environmentId })]);
    const later = cellOf(startMs, [1, 250, 4_000.5], { environmentId });
    await store.upsertCells([later]);
    expect(await read(environmentId)).toEqual([later]);
  });

  it("keep 3 requests when the state of 1 comes late", async () => {
    const environmentId = newEnvironment();
    await store.upsertCells([cellOf(startMs, [1, 2, 3], { environmentId })]);
    await store.upsertCells([cellOf(startMs, [1], { environmentId })]);
    expect((await read(environmentId)).map(({ counts }) => counts.requests)).toEqual([3]);
  });

  it("of one key twice in one batch: the last counts", async () => {
    const environmentId = newEnvironment();
    await store.upsertCells([cellOf(startMs, [1], { environmentId }), cellOf(startMs, [1, 2], { environmentId })]);
    expect((await read(environmentId)).map(({ counts }) => counts.requests)).toEqual([2]);
  });

  it("are read from the start of the range to before its end, of one environment", async () => {
    const environmentId = newEnvironment();
    const cells = [-10_000, 0, 10_000, 20_000].map((at) => cellOf(startMs + at, [1], { environmentId }));
    await store.upsertCells([...cells, cellOf(startMs, [1], { environmentId: newEnvironment() })]);
    expect(await read(environmentId, startMs, startMs + 20_000)).toEqual(cells.slice(1, 3));
  });

  it("of 200 new series written by 4 gateways at once, in different orders, all arrive", async () => {
    const environmentId = newEnvironment();
    const cells = Array.from({ length: 200 }, (_, at) => cellOf(startMs, [1], { environmentId, route: `r${at}` }));
    const gateways = Array.from({ length: 4 }, () => createPostgresCellStore(database.pool));
    await Promise.all(
      gateways.map((gateway, epoch) => {
        const own = cells.map((cell) => ({ ...cell, epoch }));
        return gateway.upsertCells(epoch % 2 === 0 ? own : own.toReversed());
      }),
    );
    expect(await read(environmentId)).toHaveLength(800);
  });

  it("are written again after the series were lost with the database", async () => {
    const environmentId = newEnvironment();
    const cell = cellOf(startMs, [1], { environmentId });
    await store.upsertCells([cell]);
    await database.pool.query("TRUNCATE metric_series CASCADE");
    await store.upsertCells([cell]);
    expect(await read(environmentId)).toEqual([cell]);
  });
});
