import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { listenForEnvironments, notifyEnvironment } from "./environment-channel.ts";
import { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";

let test: TestDatabase;
let database: Database;
let listening: { stop(): Promise<void> } | null = null;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
});

afterEach(async () => {
  await listening?.stop();
  listening = null;
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const atOnce = () => 0;

const endListeners = () =>
  database.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
  );

const listeners = async (): Promise<number> =>
  (
    await database.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    )
  ).rowCount ?? 0;

describe("hints of changed environments", () => {
  it("are heard when the transaction commits, and not when it is undone", async () => {
    const heard = vi.fn<(environmentId: string | null) => void>();
    listening = listenForEnvironments(test.url, heard, atOnce);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith(null), 5_000);
    const undone = database.prisma.$transaction(async (tx) => {
      await notifyEnvironment(tx, randomUUID());
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    const environmentId = randomUUID();
    await database.prisma.$transaction((tx) => notifyEnvironment(tx, environmentId));
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 5_000);
    expect(heard).toHaveBeenLastCalledWith(environmentId);
  });

  it("are heard again after the connection was lost, beginning with one for what was missed", async () => {
    const heard = vi.fn<(environmentId: string | null) => void>();
    listening = listenForEnvironments(test.url, heard, atOnce);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), 5_000);
    await endListeners();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 5_000);
    expect(heard).toHaveBeenLastCalledWith(null);
    const environmentId = randomUUID();
    await database.prisma.$transaction((tx) => notifyEnvironment(tx, environmentId));
    await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith(environmentId), 5_000);
  });

  it("wait before a new connection for as long as tries failed in a row, and not at all when one of 5 s was lost", async () => {
    const heard = vi.fn<(environmentId: string | null) => void>();
    const waitMs = vi.fn<(failures: number) => number>(() => 0);
    listening = listenForEnvironments(test.url, heard, waitMs);
    const lose = async (times: number): Promise<void> => {
      await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(times), 5_000);
      await endListeners();
      await vi.waitFor(() => expect(waitMs).toHaveBeenCalledTimes(times), 5_000);
    };
    for (const times of [1, 2, 3]) await lose(times);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(4), 5_000);
    const sinceStartMs = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => sinceStartMs() + 5_000);
    await lose(4);
    expect(waitMs.mock.calls.flat()).toEqual([0, 1, 2, 0]);
  });

  it("are waited for again and again while nobody answers", async () => {
    const waitMs = vi.fn<(failures: number) => number>(() => 0);
    const heard = vi.fn<() => void>();
    listening = listenForEnvironments("postgres://postgres@127.0.0.1:1/none", heard, waitMs);
    await vi.waitFor(() => expect(waitMs.mock.calls.length).toBeGreaterThan(4), 5_000);
    expect(waitMs.mock.calls.flat().slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(heard).not.toHaveBeenCalled();
  });

  it("leave 0 connections behind when stopped", async () => {
    const connected = Promise.withResolvers<void>();
    const stopping = listenForEnvironments(test.url, () => connected.resolve(), atOnce);
    await connected.promise;
    expect(await listeners()).toBe(1);
    await stopping.stop();
    await vi.waitFor(async () => expect(await listeners()).toBe(0), 5_000);
  });
});

describe("the pool", () => {
  it("outlives connections that the server ends", async () => {
    const { pool } = openDatabase(test.url, { poolMax: 1 });
    const client = await pool.connect();
    const ended = new Promise<void>((resolve) => client.once("end", () => resolve()));
    const { rows } = await client.query<{ readonly pid: number }>("SELECT pg_backend_pid() AS pid");
    client.release();
    await database.pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    await ended;
    await expect(pool.query("SELECT 1 AS one")).resolves.toMatchObject({ rows: [{ one: 1 }] });
    await pool.end();
  });
});
