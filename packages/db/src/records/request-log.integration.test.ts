import { randomUUID } from "node:crypto";
import type { RequestRecord } from "@meridian/metrics";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recordOf } from "../../test/record-of.ts";
import { type Database, openDatabase } from "../database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { createPostgresRecordStore } from "./postgres-record-store.ts";
import type { RecordStore } from "./record-store.ts";
import type { RequestFilter } from "./request-filter.ts";
import type { RequestCursor } from "./request-query.ts";

let test: TestDatabase;
let database: Database;
let store: RecordStore;
let environmentId: string;
const nowMs = Date.now();

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  store = createPostgresRecordStore(database.pool);
});
beforeEach(() => {
  environmentId = randomUUID();
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

async function write(records: readonly Partial<RequestRecord>[]): Promise<string[]> {
  const whole = records.map((fields) => recordOf({ environmentId, startedAtMs: nowMs, ...fields }));
  await store.writeRecords(whole);
  return whole.map(({ id }) => id);
}

describe("filters of the request log", () => {
  const odd: Partial<RequestRecord> = {
    outcome: "failed",
    route: "r",
    requestedModel: "m",
    upstream: "u",
    keyId: "k",
    configVersion: 9,
    promptVariant: "b",
    callerRegion: "eu",
    status: 504,
    errorCode: "upstream_timeout",
    stream: false,
    sessionHash: "s",
    traceId: "t",
    durationMs: 5_000,
  };
  const filters: readonly RequestFilter[] = [
    { outcome: "failed" },
    { route: "r" },
    { model: "m" },
    { upstream: "u" },
    { keyId: "k" },
    { configVersion: 9 },
    { promptVariant: "b" },
    { region: "eu" },
    { status: 504 },
    { errorCode: "upstream_timeout" },
    { stream: false },
    { sessionHash: "s" },
    { traceId: "t" },
    { minDurationMs: 5_000 },
    { outcome: "failed", traceId: "t", status: 504, minDurationMs: 1 },
  ];

  it.each(filters)("%o finds the one request that fits, in both directions", async (filter) => {
    const [wanted] = await write([odd, {}, {}]);
    const [before] = await write([{ startedAtMs: nowMs - 60_000 }]);
    const found = await store.listRequests({ environmentId, limit: 10, filter });
    expect(found).toMatchObject({ requests: [{ id: wanted }], stoppedAt: null });
    const cursor = { startedAtMs: nowMs - 60_000, id: before ?? "" };
    const newer = await store.listRequests({ environmentId, limit: 10, filter, cursor, direction: "newer" });
    expect(newer.requests.map(({ id }) => id)).toEqual([wanted]);
  });

  it("finds nothing where two filters fit different requests", async () => {
    await write([
      { route: "a", upstream: "x" },
      { route: "b", upstream: "y" },
    ]);
    const { requests } = await store.listRequests({ environmentId, limit: 10, filter: { route: "a", upstream: "y" } });
    expect(requests).toEqual([]);
  });

  it("takes a window with its start and without its end", async () => {
    const ids = await write([0, 1, 2, 3].map((age) => ({ startedAtMs: nowMs - age })));
    const { requests } = await store.listRequests({ environmentId, limit: 10, fromMs: nowMs - 2, toMs: nowMs });
    expect(requests.map(({ id }) => id)).toEqual([ids[1], ids[2]]);
  });

  it("looks at 20,000 lines a page, says where it stopped, and goes on from there", async () => {
    await database.pool.query(
      `INSERT INTO requests (id, started_at, environment_id, gateway_instance_id, endpoint, stream, outcome, status,
         attempt_count, duration_ms, input_tokens, cached_input_tokens, output_tokens, tokens_estimated, cost_nano_usd)
       SELECT gen_random_uuid(), $2::timestamptz - n * interval '1 ms', $1, $1, 'chat.completions', true, 'completed', 200,
         1, 1, 1, 0, 1, false, 0 FROM generate_series(1, 20005) n`,
      [environmentId, new Date(nowMs)],
    );
    const [wanted] = await write([{ route: "rare", startedAtMs: nowMs - 60_000 }]);
    const filter = { route: "rare" };
    const first = await store.listRequests({ environmentId, limit: 5, filter });
    expect(first).toMatchObject({ requests: [], stoppedAt: { startedAtMs: nowMs - 20_000 } });
    const second = await store.listRequests({ environmentId, limit: 5, filter, cursor: first.stoppedAt ?? undefined });
    expect(second).toMatchObject({ requests: [{ id: wanted }], stoppedAt: null });
  });
});

describe("a sample of the log", () => {
  it("counts the newest requests by everything they can be filtered by", async () => {
    await write([{ route: "a" }, { route: "a" }, { route: "b", outcome: "failed", status: 502 }]);
    await write([{ route: "old", startedAtMs: nowMs - 60_000 }]);
    const { groups, ...about } = await store.sampleRequests({ environmentId, fromMs: nowMs - 1_000 });
    expect(about).toEqual({ requests: 3, sinceMs: nowMs, more: false });
    const counts = groups.map(({ route, outcome, requests }) => [route, outcome, requests]);
    expect(counts.sort()).toEqual([
      ["a", "completed", 2],
      ["b", "failed", 1],
    ]);
  });
});

describe("runs", () => {
  it("add up the requests of a session, of a trace", async () => {
    await write([
      { sessionHash: "s1", traceId: "t1", startedAtMs: nowMs - 5_000, durationMs: 1_000, requestedModel: "b" },
      { sessionHash: "s1", traceId: "t1", startedAtMs: nowMs - 2_000, durationMs: 500, outcome: "failed", status: 502 },
      { sessionHash: "s2", startedAtMs: nowMs - 9_000 },
      {},
    ]);
    const { runs, nextCursor } = await store.listRuns({ environmentId, by: "session", limit: 10 });
    expect(nextCursor).toBeNull();
    expect(runs.map(({ key }) => key)).toEqual(["s1", "s2"]);
    expect(runs[0]).toEqual({
      key: "s1",
      requests: 2,
      more: false,
      failed: 1,
      rejected: 0,
      firstStartedAtMs: nowMs - 5_000,
      lastStartedAtMs: nowMs - 2_000,
      endedAtMs: nowMs - 1_500,
      inputTokens: 20,
      outputTokens: 10,
      costNanoUsd: 14,
      models: ["b", "small"],
      routes: ["chat"],
    });
    expect((await store.listRuns({ environmentId, by: "trace", limit: 10 })).runs.map(({ key }) => key)).toEqual([
      "t1",
    ]);
    expect(await store.getRun({ environmentId, by: "session", key: "s2" })).toMatchObject({ requests: 1 });
    expect(await store.getRun({ environmentId: randomUUID(), by: "session", key: "s2" })).toBeNull();
  });

  it("come in pages that list each run once, though its requests lie far apart", async () => {
    // s0 s1 s2 s3 s0 s1 s2 s3 …, newest first.
    await write(
      Array.from({ length: 20 }, (_, age) => ({ sessionHash: `s${age % 4}`, startedAtMs: nowMs - age * 1_000 })),
    );
    const seen: string[] = [];
    let cursor: RequestCursor | undefined;
    for (let page = 0; page < 10; page++) {
      const { runs, nextCursor } = await store.listRuns({ environmentId, by: "session", limit: 3, cursor });
      seen.push(...runs.map(({ key }) => key));
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    expect(seen).toEqual(["s0", "s1", "s2", "s3"]);
  });
});

describe("the queue of errors", () => {
  it("holds what went wrong or was tried again, once, however often it is written", async () => {
    const records = [
      recordOf({ environmentId, outcome: "failed", status: 502 }),
      recordOf({ environmentId, outcome: "rejected", status: 400 }),
      recordOf({ environmentId, attemptCount: 2 }),
      recordOf({ environmentId, outcome: "cancelled", status: 499 }),
      recordOf({ environmentId }),
    ];
    const queued = async () => {
      const sql = "SELECT request_id FROM error_insight_queue WHERE environment_id = $1";
      return (await database.pool.query(sql, [environmentId])).rows.map(({ request_id: id }) => id).sort();
    };
    await store.writeRecords(records);
    const wanted = records.slice(0, 3).map(({ id }) => id);
    expect(await queued()).toEqual(wanted.sort());
    await database.pool.query("DELETE FROM error_insight_queue WHERE environment_id = $1", [environmentId]);
    await store.writeRecords(records);
    expect(await queued()).toEqual([]);
  });
});
