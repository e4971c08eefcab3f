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

const listeners = async (): Promise<number> =>
  (
    await database.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    )
  ).rowCount ?? 0;

describe("hints of changed environments", () => {
  it("are heard when the transaction commits, and not when it is undone", async () => {
    const heard = vi.fn<(environmentId: string | null) => void>();
    listening = listenForEnvironments(test.url, heard);
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
    listening = listenForEnvironments(test.url, heard);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), 5_000);
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 5_000);
    expect(heard).toHaveBeenLastCalledWith(null);
    const environmentId = randomUUID();
    await database.prisma.$transaction((tx) => notifyEnvironment(tx, environmentId));
    await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith(environmentId), 5_000);
  });

  it("leave 0 connections behind when stopped", async () => {
    const connected = Promise.withResolvers<void>();
    const stopping = listenForEnvironments(test.url, () => connected.resolve());
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
