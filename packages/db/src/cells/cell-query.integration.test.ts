import { type Cell, emptyCounts, type MetricDimension, mergeCounts, metricDimensions } from "@meridian/metrics";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellOf } from "../../test/cell-of.ts";
import { environmentId } from "../../test/record-of.ts";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { cellTables } from "./cell-levels.ts";
import { dropOldCells } from "./cell-retention.ts";
import type { CellQuery, CellStore } from "./cell-store.ts";
import { CellCompactor } from "./compact-cells.ts";
import { createPostgresCellStore } from "./postgres-cell-store.ts";

let test: TestDatabase;
let database: Database;
let store: CellStore;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const keepDays = { 10: 2, 60: 7, 300: 35, 3_600: 400, 21_600: 800, 86_400: 1_600 };
const startMs = Math.floor(Date.now() / dayMs) * dayMs - dayMs;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  store = createPostgresCellStore(database.pool);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const forgetAll = async (): Promise<void> => {
  await database.pool.query(`TRUNCATE ${Object.values(cellTables).join(", ")}, metric_compaction`);
};
const compact = (atMs: number): Promise<number> => new CellCompactor(database.pool).compact(atMs, keepDays);
const ask = (fields: Partial<CellQuery>) =>
  store.queryCells({
    environmentId,
    fromMs: startMs,
    toMs: startMs + dayMs,
    stepMs: hourMs,
    filter: {},
    by: [],
    histograms: ["durationMs", "firstTokenMs", "perTokenMs"],
    ...fields,
  });

const names = (letter: string) => fc.constantFrom("", `${letter}1`, `${letter}2`);
const anyCell = fc
  .record({
    seconds: fc.integer({ min: 0, max: 8_639 }).map((step) => step * 10),
    durations: fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 3 }),
    route: names("r"),
    model: names("m"),
    upstream: names("u"),
    keyId: names("k"),
    configVersion: fc.integer({ min: 0, max: 2 }),
    promptVariant: names("p"),
    callerRegion: names("c"),
    outcome: fc.constantFrom("completed" as const, "failed" as const),
  })
  .map(({ seconds, durations, ...fields }) => cellOf(startMs + seconds * 1_000, durations, fields));

describe("queryCells", () => {
  it("answers as if every cell were looked at, whatever is asked and however far cells are merged", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCell, { maxLength: 30 }),
        fc.integer({ min: 0, max: 26 * 60 }),
        fc.uniqueArray(fc.constantFrom(...metricDimensions), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom(...metricDimensions), fc.constantFrom("r1", "m1", "u1", "k1", "1", "c1", ""), {
          maxKeys: 2,
        }),
        fc.constantFrom(10_000, 60_000, 300_000, 600_000, hourMs, 6 * hourMs, dayMs),
        async (given, minutes, by, filters, stepMs) => {
          await forgetAll();
          const cells = [...new Map(given.map((cell) => [JSON.stringify({ ...cell, counts: 0 }), cell])).values()];
          await store.upsertCells(cells);
          await compact(startMs + minutes * 60_000);
          const filter = Object.fromEntries(
            Object.entries(filters).map(([dimension, value]) => [
              dimension,
              dimension === "configVersion" ? ["1"] : dimension === "outcome" ? ["failed"] : [value, "r2"],
            ]),
          );
          const byHand = new Map<string, Cell["counts"]>();
          const matches = (cell: Cell): boolean =>
            Object.entries(filter).every(([dimension, wanted]) =>
              wanted.includes(String(cell[dimension as MetricDimension])),
            );
          for (const cell of cells.filter(matches)) {
            const values = by.map((dimension) => String(cell[dimension]));
            const key = JSON.stringify([Math.floor(cell.startMs / stepMs) * stepMs, values, cell.outcome]);
            byHand.set(key, mergeCounts(byHand.get(key) ?? emptyCounts, cell.counts));
          }
          const answer = await ask({ by, filter, stepMs });
          expect(answer.stepMs).toBe(stepMs);
          expect(
            new Map(
              answer.groups.map(({ startMs: at, values, outcome, counts }) => [
                JSON.stringify([at, values, outcome]),
                counts,
              ]),
            ),
          ).toEqual(byHand);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("reads 1 row of a day for each outcome where 20 keys and 3 routes made 60 cells", async () => {
    await forgetAll();
    const cells = Array.from({ length: 60 }, (_, index) =>
      cellOf(startMs + index * 10_000, [5], { keyId: `k${index % 20}`, route: `r${index % 3}` }),
    );
    await store.upsertCells(cells);
    await compact(startMs + 25 * hourMs);
    const { rowsRead, width, groups } = await ask({ stepMs: dayMs });
    expect([rowsRead, width, groups.length]).toEqual([1, 86_400, 1]);
    expect((await ask({ stepMs: dayMs, by: ["keyId"] })).rowsRead).toBe(20);
    expect((await ask({ stepMs: dayMs, by: ["keyId", "callerRegion"], filter: { route: ["r1"] } })).rowsRead).toBe(20);
  });

  it("answers in minutes what it was asked in 10 s of before the 2 days that those are kept", async () => {
    await forgetAll();
    const cell = cellOf(startMs, [5]);
    await store.upsertCells([cell]);
    await compact(startMs + dayMs);
    await compact(startMs + dayMs);
    await dropOldCells(database.pool, startMs + 4 * dayMs, keepDays);
    const { stepMs, groups } = await ask({ stepMs: 10_000, toMs: startMs + hourMs });
    expect(stepMs).toBe(60_000);
    expect(groups.map(({ counts }) => counts)).toEqual([cell.counts]);
  });
});

describe("readCosts", () => {
  it("adds up every cell of the time and no other, in 10 s of its ends, however far cells are merged", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCell, { maxLength: 30 }),
        fc.integer({ min: 0, max: 26 * 60 }),
        fc.tuple(fc.integer({ min: 0, max: 8_640 }), fc.integer({ min: 0, max: 8_640 })),
        fc.constantFrom("keyId" as const, null),
        async (given, minutes, steps, by) => {
          await forgetAll();
          const cells = [...new Map(given.map((cell) => [JSON.stringify({ ...cell, counts: 0 }), cell])).values()];
          await store.upsertCells(cells);
          await compact(startMs + minutes * 60_000);
          const [fromMs = 0, toMs = 0] = steps.map((step) => startMs + step * 10_000).sort((a, b) => a - b);
          const byHand = new Map<string, number>();
          for (const cell of cells.filter((one) => one.startMs >= fromMs && one.startMs < toMs)) {
            const value = by === null ? environmentId : cell[by];
            byHand.set(value, (byHand.get(value) ?? 0) + cell.counts.costNanoUsd);
          }
          expect(await store.readCosts({ environmentId, fromMs, toMs, by })).toEqual(byHand);
        },
      ),
      { numRuns: 12 },
    );
  });
});
