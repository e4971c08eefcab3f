import { type Cell, mergeCounts } from "@meridian/metrics";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cellOf } from "../../test/cell-of.ts";
import { environmentId } from "../../test/record-of.ts";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { dropOldCells } from "./cell-retention.ts";
import type { CellStore } from "./cell-store.ts";
import { type CellWidth, cellTables, cellWidths } from "./cell-levels.ts";
import { CellCompactor } from "./compact-cells.ts";
import { createPostgresCellStore } from "./postgres-cell-store.ts";

let test: TestDatabase;
let database: Database;
let store: CellStore;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const keepDays = { 10: 2, 60: 7, 300: 35, 3_600: 400, 21_600: 800, 86_400: 1_600 };
/** The start of yesterday: windows of all widths have ended. */
const startMs = Math.floor(Date.now() / dayMs) * dayMs - dayMs;
const nowMs = startMs + dayMs + 60_000;
const cellAt = (seconds: number, durations: readonly number[], fields: Partial<Cell> = {}): Cell =>
  cellOf(startMs + seconds * 1_000, durations, fields);

const compact = (atMs = nowMs): Promise<number> => new CellCompactor(database.pool).compact(atMs, keepDays);
const read = (resolution: CellWidth): Promise<readonly Cell[]> =>
  store.readCells({ environmentId, fromMs: startMs, toMs: startMs + dayMs, resolution });

const forgetAll = async (): Promise<void> => {
  await database.pool.query(`TRUNCATE ${Object.values(cellTables).join(", ")}, metric_compaction`);
};

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  store = createPostgresCellStore(database.pool);
});

beforeEach(async () => {
  await forgetAll();
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

describe("compaction", () => {
  it("merges 10 s into minutes, hours and days exactly as by hand, over gateways and epochs", async () => {
    const cells = [
      cellAt(0, [1, 250, 4_000.5]),
      cellAt(10, [30]),
      cellAt(50, [80], { epoch: 5 }),
      cellAt(50, [90], { instanceId: "0198a1b2-0000-7000-8000-0000000000ab" }),
      cellAt(60, [7]),
    ];
    await store.upsertCells(cells);
    await compact();
    const byHand = cells
      .slice(0, 4)
      .map(({ counts }) => counts)
      .reduce(mergeCounts);
    const [firstMinute, secondMinute] = await read(60);
    expect(firstMinute).toMatchObject({ startMs, instanceId: "", epoch: 0, counts: byHand });
    expect(secondMinute?.counts).toEqual(cells[4]?.counts);
    const hour = (await read(3600)).map(({ counts }) => counts);
    expect(hour).toEqual([cells.map(({ counts }) => counts).reduce(mergeCounts)]);
    expect((await read(86_400)).map(({ counts }) => counts)).toEqual(hour);
  });

  it("equals merging by hand for any cells, written in any pieces with rounds between", async () => {
    const arbitraryCell = fc.record({
      seconds: fc.integer({ min: 0, max: 359 }).map((step) => step * 10),
      durations: fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 5 }),
      route: fc.constantFrom("a", "b"),
      outcome: fc.constantFrom("completed" as const, "failed" as const),
      epoch: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(arbitraryCell, { maxLength: 8 }), { maxLength: 4 }), async (batches) => {
        await forgetAll();
        for (const batch of batches) {
          await store.upsertCells(batch.map(({ seconds, durations, ...fields }) => cellAt(seconds, durations, fields)));
          await compact();
        }
        const written = await read(10);
        for (const resolution of cellWidths.slice(1)) {
          const widthMs = resolution * 1_000;
          const byHand = new Map<string, Cell["counts"]>();
          for (const cell of written) {
            const key = `${Math.floor(cell.startMs / widthMs) * widthMs} ${cell.route} ${cell.outcome}`;
            const before = byHand.get(key);
            byHand.set(key, before ? mergeCounts(before, cell.counts) : cell.counts);
          }
          const compacted = await read(resolution);
          expect(
            new Map(compacted.map((cell) => [`${cell.startMs} ${cell.route} ${cell.outcome}`, cell.counts])),
          ).toEqual(byHand);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("leaves a window alone until it has ended and gateways had 10 s to write it", async () => {
    await store.upsertCells([cellAt(0, [1])]);
    expect(await compact(startMs + 69_999)).toBe(0);
    await compact(startMs + 70_000);
    expect([(await read(60)).length, (await read(300)).length]).toEqual([1, 0]);
  });

  it("picks up a late cell in the next round, and a round without news changes 0 cells", async () => {
    await store.upsertCells([cellAt(0, [1, 2])]);
    await compact();
    await store.upsertCells([cellAt(20, [5])]);
    // A minute in 5 views, and 5 min, 1 h, 6 h and a day in 8.
    expect(await compact()).toBe(5 + 4 * 8);
    for (const width of cellWidths.slice(1)) expect((await read(width))[0]?.counts.requests).toBe(3);
    expect(await compact()).toBe(0);
  });

  it("catches up on 25 minutes in one round after a pause", async () => {
    const cells = Array.from({ length: 25 }, (_, minute) => cellAt(minute * 60, [minute + 1]));
    await store.upsertCells(cells);
    expect(await compact()).toBe(25 * 5 + 5 * 8 + 3 * 8);
    expect(await read(60)).toHaveLength(25);
  });

  it("leaves a minute whose 10 s cells are gone as it was when one more comes after 3 days", async () => {
    await store.upsertCells([cellAt(0, [1, 2])]);
    await compact();
    const laterMs = startMs + 3 * dayMs;
    await dropOldCells(database.pool, laterMs, keepDays);
    await store.upsertCells([cellAt(20, [5])]);
    expect(await compact(laterMs)).toBe(0);
    expect((await read(60))[0]?.counts.requests).toBe(2);
  });
});

describe("retention of cells", () => {
  it("drops cells of 10 s after 2 whole days, of a minute after 7, of a day after 1,600, and the rest in between", async () => {
    await store.upsertCells([cellAt(0, [1]), cellAt(60, [2])]);
    await compact();
    await compact();
    const left = async (days: number): Promise<readonly number[]> => {
      await dropOldCells(database.pool, startMs + days * dayMs + hourMs, keepDays);
      return Promise.all(cellWidths.map(async (width) => (await read(width)).length));
    };
    expect(await left(2)).toEqual([2, 2, 1, 1, 1, 1]);
    expect(await left(3)).toEqual([0, 2, 1, 1, 1, 1]);
    expect(await left(8)).toEqual([0, 0, 1, 1, 1, 1]);
    expect(await left(36)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(await left(1_600)).toEqual([0, 0, 0, 0, 0, 1]);
    expect(await left(1_601)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("keeps cells that compaction has not seen, however old", async () => {
    await store.upsertCells([cellAt(0, [1])]);
    expect(await dropOldCells(database.pool, startMs + 100 * dayMs, keepDays)).toBe(0);
    expect(await read(10)).toHaveLength(1);
  });
});
