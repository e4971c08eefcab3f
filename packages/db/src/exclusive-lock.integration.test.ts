import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { tryExclusiveLock } from "./exclusive-lock.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

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

describe("an exclusive lock", () => {
  it("is had by 1 of 5 that ask at once, and by another after it is released", async () => {
    const locks = await Promise.all(Array.from({ length: 5 }, () => tryExclusiveLock(test.url, 1)));
    const had = locks.filter((lock) => lock !== null);
    expect(had).toHaveLength(1);
    expect(had[0]?.held.aborted).toBe(false);
    await had[0]?.release();
    expect(had[0]?.held.aborted).toBe(true);
    const next = await vi.waitFor(async () => {
      const lock = await tryExclusiveLock(test.url, 1);
      expect(lock).not.toBeNull();
      return lock;
    }, 5_000);
    await next?.release();
  });

  it("of another number is another lock", async () => {
    const [two, three] = await Promise.all([tryExclusiveLock(test.url, 2), tryExclusiveLock(test.url, 3)]);
    expect(two).not.toBeNull();
    expect(three).not.toBeNull();
    await Promise.all([two?.release(), three?.release()]);
  });

  it("tells its holder when the server ends the connection", async () => {
    const lock = await tryExclusiveLock(test.url, 4);
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4 AND granted",
    );
    await vi.waitFor(() => expect(lock?.held.aborted).toBe(true), 5_000);
    await lock?.release();
  });
});
