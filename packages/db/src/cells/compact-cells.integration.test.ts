import { type Cell, Histogram, mergeCounts } from "@meridian/metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environmentId } from "../../test/record-of.ts";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import type { CellStore } from "./cell-store.ts";
import { compactCells, dropOldCells } from "./compact-cells.ts";
import { createPostgresCellStore } from "./postgres-cell-store.ts";

let test: TestDatabase;
let database: Database;
let store: CellStore;
const hourMs = 3_600_000;
const startMs = Math.floor(Date.now() / hourMs) * hourMs;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  store = createPostgresCellStore(database.pool);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

function cellAt(seconds: number, durations: readonly number[], fields: Partial<Cell> = {}): Cell {
  const histogram = new Histogram();
  for (const duration of durations) histogram.record(duration);
  return {
    environmentId,
    instanceId: "0198a1b2-0000-7000-8000-0000000000aa",
    epoch: 1_700_000_000_000,
    startMs: startMs + seconds * 1_000,
    route: "support-chat",
    upstream: "east-1",
    configVersion: 3,
    keyId: "key1",
    promptVariant: "",
    callerRegion: "",
    outcome: "completed",
    counts: {
      requests: durations.length,
      attempts: durations.length,
      rescued: 0,
      inputTokens: 10 * durations.length,
      cachedInputTokens: 0,
      outputTokens: 5 * durations.length,
      costNanoUsd: 9_007_199_254_740,
      durationMs: histogram.toSparse(),
      firstTokenMs: histogram.toSparse(),
      perTokenMs: histogram.toSparse(),
    },
    ...fields,
  };
}

const read = (resolution: 10 | 60 | 3600): Promise<readonly Cell[]> => store.readCells({ environmentId, fromMs: startMs, toMs: startMs + hourMs, resolution });

describe("cells in Postgres", () => {
  it("come back as they were written, and a later one of the same key replaces the earlier", async () => {
    await store.upsertCells([cellAt(0, [1])]);
    const later = cellAt(0, [1, 250, 4_000.5]);
    await store.upsertCells([later]);
    expect(await read(10)).toEqual([later]);
  });

  it("are merged into minutes and hours exactly as by hand, over gateways and epochs", async () => {
    const cells = [cellAt(0, [1, 250, 4_000.5]), cellAt(10, [30]), cellAt(50, [80], { epoch: 5 }), cellAt(50, [90], { instanceId: "0198a1b2-0000-7000-8000-0000000000ab" }), cellAt(60, [7])];
    await store.upsertCells(cells);
    await compactCells(database.pool);
    const byHand = cells.slice(0, 4).map(({ counts }) => counts).reduce(mergeCounts);
    const [firstMinute, secondMinute] = await read(60);
    expect(firstMinute).toMatchObject({ startMs, instanceId: "", epoch: 0, counts: byHand });
    expect(secondMinute?.counts).toEqual(cells[4]?.counts);
    expect((await read(3600)).map(({ counts }) => counts)).toEqual([cells.map(({ counts }) => counts).reduce(mergeCounts)]);
  });

  it("that come late are picked up by the next round, and a round without news changes nothing", async () => {
    await store.upsertCells([cellAt(20, [5])]);
    await compactCells(database.pool);
    const minutes = await read(60);
    expect(minutes[0]?.counts.requests).toBe(7);
    await compactCells(database.pool);
    expect(await read(60)).toEqual(minutes);
  });

  it("older than their width's retention are dropped", async () => {
    await dropOldCells(database.pool, startMs + 3 * 86_400_000, { tenSeconds: 2, minute: 30, hour: 400 });
    expect(await read(10)).toEqual([]);
    expect(await read(60)).toHaveLength(2);
  });
});
