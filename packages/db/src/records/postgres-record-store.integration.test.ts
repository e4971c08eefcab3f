import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environmentId, recordOf } from "../../test/record-of.ts";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { dropOldPartitions, ensureUpcomingPartitions } from "./partitions.ts";
import { createPostgresRecordStore } from "./postgres-record-store.ts";
import type { RecordStore } from "./record-store.ts";
import type { RequestCursor } from "./request-query.ts";

let test: TestDatabase;
let database: Database;
let store: RecordStore;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  store = createPostgresRecordStore(database.pool);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const rowsIn = async (table: string): Promise<number> =>
  Number((await database.pool.query(`SELECT count(*) FROM ${table}`)).rows[0].count);

describe("the request log in Postgres", () => {
  it("gives a record back as it was written, its plan and attempts too", async () => {
    const record = recordOf({
      details: {
        plan: { kind: "unknown_model", model: "x", close: ["y"] },
        attempts: [
          {
            upstream: "east-1",
            as: "first",
            startedAtMs: 1,
            headersAtMs: 2.5,
            firstTokenAtMs: 3,
            endedAtMs: 4,
            status: 200,
            outcome: "completed",
            cause: null,
            retryAfterMs: null,
          },
        ],
        gaveUp: null,
        errorMessage: null,
      },
    });
    await store.writeRecords([record]);
    expect(await store.getRequest(environmentId, record.id)).toEqual(record);
  });

  it("writes a name with NUL and half an emoji, with U+FFFD in their place", async () => {
    const record = recordOf({ requestedModel: "a\0b\uD83D" });
    await store.writeRecords([record]);
    expect(await store.getRequest(environmentId, record.id)).toMatchObject({ requestedModel: "a\uFFFDb\uFFFD" });
  });

  it("writes all of a batch or none", async () => {
    const good = recordOf();
    await expect(store.writeRecords([good, recordOf({ status: 70_000 })])).rejects.toThrow("out of range");
    expect(await store.getRequest(environmentId, good.id)).toBeNull();
  });

  it("refuses a record of 2 years ago instead of making any day's partition", async () => {
    const old = recordOf({ startedAtMs: Date.now() - 730 * 86_400_000 });
    await expect(store.writeRecords([old])).rejects.toThrow("out of bounds");
  });

  it("writes a batch that is sent twice once", async () => {
    const batch = [recordOf(), recordOf()];
    await store.writeRecords(batch);
    const before = [await rowsIn("requests"), await rowsIn("request_details")];
    await store.writeRecords([...batch, ...batch]);
    expect([await rowsIn("requests"), await rowsIn("request_details")]).toEqual(before);
  });

  it("makes the partitions of days that have none, 3 days ago and tomorrow alike", async () => {
    const dayMs = 86_400_000;
    const old = recordOf({ startedAtMs: Date.now() - 3 * dayMs });
    const early = recordOf({ startedAtMs: Date.now() + dayMs });
    await store.writeRecords([old, early]);
    expect(await store.getRequest(environmentId, old.id)).not.toBeNull();
    expect(await store.getRequest(environmentId, early.id)).not.toBeNull();
  });

  it("shows no request of another environment", async () => {
    const other = recordOf({ environmentId: "0198a1b2-0000-7000-8000-000000000002" });
    await store.writeRecords([other]);
    expect(await store.getRequest(environmentId, other.id)).toBeNull();
    const { requests: page } = await store.listRequests({ environmentId, limit: 200 });
    expect(page.map(({ id }) => id)).not.toContain(other.id);
  });

  it("pages 25 requests by 4, eight of them in one millisecond, and neither repeats nor skips one", async () => {
    const paged = "0198a1b2-0000-7000-8000-000000000003";
    const nowMs = Date.now();
    const records = Array.from({ length: 25 }, (_, index) =>
      recordOf({ id: randomUUID(), environmentId: paged, startedAtMs: nowMs - Math.max(0, index - 7) }),
    );
    await store.writeRecords(records);
    const seen: string[] = [];
    let cursor: RequestCursor | undefined;
    for (;;) {
      const { requests: page } = await store.listRequests({ environmentId: paged, limit: 4, cursor });
      seen.push(...page.map(({ id }) => id));
      cursor = page.at(-1);
      if (page.length < 4) break;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen)).toEqual(new Set(records.map(({ id }) => id)));
  });

  it("pages at any sizes, over any ties, are the whole list in order", async () => {
    let environments = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        async (ages, limit) => {
          const own = `0198a1b2-0000-7000-9000-${String(++environments).padStart(12, "0")}`;
          const nowMs = Date.now();
          await store.writeRecords(ages.map((age) => recordOf({ environmentId: own, startedAtMs: nowMs - age })));
          const { requests: whole } = await store.listRequests({ environmentId: own, limit: 100 });
          const paged: string[] = [];
          for (let cursor: RequestCursor | undefined; ; ) {
            const { requests: page } = await store.listRequests({ environmentId: own, limit, cursor });
            paged.push(...page.map(({ id }) => id));
            cursor = page.at(-1);
            if (cursor === undefined) break;
          }
          expect(paged).toEqual(whole.map(({ id }) => id));
          const back: string[] = [];
          for (let cursor = whole.at(-1); cursor !== undefined; ) {
            const { requests } = await store.listRequests({ environmentId: own, limit, cursor, direction: "newer" });
            back.unshift(...requests.map(({ id }) => id));
            cursor = requests[0];
          }
          expect(back).toEqual(whole.slice(0, -1).map(({ id }) => id));
          expect(new Set(paged).size).toBe(ages.length);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("filters by outcome, route and upstream", async () => {
    const filtered = "0198a1b2-0000-7000-8000-000000000004";
    const wanted = recordOf({ environmentId: filtered, outcome: "failed", route: "a", upstream: "u" });
    await store.writeRecords([
      wanted,
      recordOf({ environmentId: filtered, outcome: "failed", route: "b", upstream: "u" }),
      recordOf({ environmentId: filtered, route: "a", upstream: "u" }),
    ]);
    const { requests: page } = await store.listRequests({
      environmentId: filtered,
      limit: 10,
      filter: { outcome: "failed", route: "a", upstream: "u" },
    });
    expect(page.map(({ id }) => id)).toEqual([wanted.id]);
  });

  it("drops days older than their table's retention, details before requests", async () => {
    const nowMs = Date.now() + 8 * 86_400_000;
    await ensureUpcomingPartitions(database.pool, nowMs, 1);
    await store.writeRecords([recordOf({ startedAtMs: Date.now() - 86_400_000 })]);
    const dropped = await dropOldPartitions(database.pool, nowMs, { requests: 10, request_details: 8 });
    expect(dropped.filter((name) => name.startsWith("request_details_")).length).toBeGreaterThan(
      dropped.filter((name) => name.startsWith("requests_")).length,
    );
    expect(await dropOldPartitions(database.pool, nowMs, { requests: 10, request_details: 8 })).toEqual([]);
  });
});
