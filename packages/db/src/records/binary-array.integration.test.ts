import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { BatchBytes } from "./batch-bytes.ts";
import { type ColumnType, writeColumn, writeJsonColumn } from "./binary-array.ts";

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

type Value = string | number | boolean | null;

/** What Postgres reads in a column of these, as text. */
async function readBack(type: ColumnType, values: readonly Value[], size = 1): Promise<(string | null)[]> {
  const bytes = new BatchBytes(size);
  writeColumn(bytes, type, values, (value) => value);
  const { rows } = await database.pool.query<{ readonly value: string | null }>(
    `SELECT value::text FROM unnest($1::${type}[]) AS u(value)`,
    bytes.columns(),
  );
  return rows.map(({ value }) => value);
}

const textOf = (value: Value): string | null => (value === null ? null : `${value}`);

describe("a column in Postgres' binary format", () => {
  it.each<[ColumnType, fc.Arbitrary<Value>]>([
    ["bigint", fc.maxSafeInteger()],
    ["boolean", fc.boolean()],
    ["uuid", fc.uuid()],
    ["text", fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"))],
  ])("of %s is read as it was written, NULL too", async (type, value) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(value), { maxLength: 40 }), fc.nat(300), async (values, size) => {
        expect(await readBack(type, values, size)).toEqual(values.map(textOf));
      }),
      { numRuns: 30 },
    );
  });

  it("of doubles has every digit", async () => {
    const values = [0, -0.1, 0.1 + 0.2, 1e-320, 1.7976931348623157e308, null];
    const read = await readBack("double precision", values);
    expect(read.map((text) => text && Number(text))).toEqual(values);
  });

  it("of text holds nothing that Postgres refuses", async () => {
    expect(await readBack("text", ["a\0b", "half \ud83d", "", "NULL", '{"\\,'])).toEqual([
      "a\uFFFDb",
      "half \uFFFD",
      "",
      "NULL",
      '{"\\,',
    ]);
  });

  it("of UUIDs takes capital letters", async () => {
    expect(await readBack("uuid", ["01926F0A-1234-7000-8000-ABCDEFABCDEF"])).toEqual([
      "01926f0a-1234-7000-8000-abcdefabcdef",
    ]);
  });

  it.each<[ColumnType, Value]>([
    ["bigint", 1.5],
    ["bigint", 2 ** 53],
    ["bigint", Number.NaN],
    ["double precision", "1"],
    ["boolean", "yes"],
    ["text", 1],
    ["uuid", "x"],
    ["uuid", "01926f0a-1234-7000-8000-abcdefabcdeg"],
    ["uuid", "01926f0a-1234-7000-8000-abcdefabcde\u0131"],
    ["uuid", "01926f0a,1234.7000-8000-abcdefabcdef"],
    ["uuid", "01926f0a01234-7000-8000-abcdefabcdef"],
  ])("of %s refuses %j as Postgres would", async (type, value) => {
    await expect(readBack(type, [null, value])).rejects.toMatchObject({
      code: "22P02",
      message: expect.stringContaining(`${JSON.stringify(value)} is not `),
    });
  });

  it("of JSON has what was written, NULL where nothing was, and grows as it must", async () => {
    const values = [{ why: 'a line\nand "another" é' }, null, ["}".repeat(300_000)], [1, 2.5]];
    const bytes = new BatchBytes(1);
    writeJsonColumn(bytes, values, (into, value) => {
      if (value !== null) into.text(JSON.stringify(value));
      return value !== null;
    });
    const { rows } = await database.pool.query("SELECT value FROM unnest($1::jsonb[]) AS u(value)", bytes.columns());
    expect(rows.map(({ value }) => value)).toEqual(values);
  });
});
