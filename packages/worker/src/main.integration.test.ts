import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { type Database, openDatabase } from "@meridian/db";
import { createTestDatabase, type TestDatabase } from "@meridian/db/testing";
import { freePort } from "@meridian/free-port";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";

let test: TestDatabase;
let database: Database;
let child: ChildProcess | null = null;

const dayMs = 86_400_000;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
});

afterEach(() => {
  child?.kill("SIGKILL");
  child = null;
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

function run(environment: Readonly<Record<string, string>>): ChildProcess {
  child = spawn(process.execPath, ["--no-warnings", resolve(import.meta.dirname, "main.ts")], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
      LOG_LEVEL: "info",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return child;
}

const tables = async (): Promise<readonly string[]> =>
  (
    await database.pool.query<{ readonly name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relispartition AND relkind = 'r'",
    )
  ).rows.map(({ name }) => name);
const partition = (table: string, days: number): string =>
  `${table}_${new Date(Date.now() + days * dayMs).toISOString().slice(0, 10).replaceAll("-", "")}`;

describe("the worker's process", () => {
  it("makes 7 days of partitions, drops what is old, is healthy, and ends with 0 on SIGTERM", async () => {
    await database.pool.query(
      "SELECT ensure_request_partitions(current_date - 9), ensure_request_partitions(current_date - 40)",
    );
    const port = await freePort();
    const worker = run({ DATABASE_URL: test.url, WORKER_PORT: String(port) });
    const answer = async (path: string): Promise<unknown> => {
      const reply = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: reply.status, body: await reply.json() };
    };
    await vi.waitFor(
      async () => expect(await answer("/healthz")).toEqual({ status: 200, body: { state: "working" } }),
      20_000,
    );
    expect(await answer("/other")).toMatchObject({ status: 404 });
    expect(await answer("/demo")).toEqual({ status: 200, body: { demo: "absent" } });
    await database.pool.query("INSERT INTO installation (id, demo, decided_at) VALUES (1, 'present', now())");
    expect(await answer("/demo")).toEqual({ status: 200, body: { demo: "present" } });

    await vi.waitFor(async () => {
      const there = await tables();
      for (const days of [-1, 0, 1, 7])
        expect(there).toEqual(
          expect.arrayContaining([partition("requests", days), partition("request_details", days)]),
        );
      expect(there).toContain(partition("requests", -9));
      expect(there).not.toContain(partition("request_details", -9));
      expect(there).not.toContain(partition("requests", -40));
    }, 20_000);

    const ended = once(worker, "exit");
    worker.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  it("ends with 2 and names the problem when DATABASE_URL is missing", async () => {
    const worker = run({});
    let said = "";
    worker.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    expect(await once(worker, "close")).toEqual([2, null]);
    expect(said).toContain("DATABASE_URL");
  });

  it("answers 503 while the database is away", async () => {
    const port = await freePort();
    run({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none", WORKER_PORT: String(port) });
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(503), 20_000);
  });
});
