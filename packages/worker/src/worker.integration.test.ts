import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, type Database } from "@meridian/db";
import { createTestDatabase, startCluster, type TestDatabase } from "@meridian/db/testing";
import { freePort } from "@meridian/free-port";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Duty } from "./duty.ts";
import { Worker } from "./worker.ts";

const log = pino({ level: "silent" });
let test: TestDatabase;
let database: Database;
const started: Worker[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.stop()));
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

function startWorker(duties: readonly Duty[], databaseUrl = test.url): Worker {
  const worker = new Worker({ databaseUrl, duties, clock: () => performance.now(), log, paceMs: 5 });
  started.push(worker);
  worker.start();
  return worker;
}

const counting = (everyMs = 1): { readonly duty: Duty; readonly times: () => number } => {
  let times = 0;
  const run = async (): Promise<null> => {
    times++;
    return null;
  };
  return { duty: { name: "counting", everyMs, run }, times: () => times };
};

const until = (isSo: () => void | Promise<void>): Promise<void> => vi.waitFor(isSo, 10_000);

describe("Worker", () => {
  it("works as 1 of 2, and the other takes over when the first stops", async () => {
    const [mine, theirs] = [counting(), counting()];
    const first = startWorker([mine.duty]);
    await until(() => expect(mine.times()).toBeGreaterThan(2));
    const second = startWorker([theirs.duty]);
    await until(() => expect(second.state).toBe("standing_by"));
    expect(theirs.times()).toBe(0);
    await first.stop();
    expect(first.state).toBe("stopped");
    const done = mine.times();
    await until(() => expect(theirs.times()).toBeGreaterThan(2));
    expect(second.state).toBe("working");
    expect(mine.times()).toBe(done);
  });

  it("does the other duties while one fails", async () => {
    const healthy = counting();
    const failing: Duty = { name: "failing", everyMs: 1, run: () => Promise.reject(new Error("not today")) };
    startWorker([failing, healthy.duty]);
    await until(() => expect(healthy.times()).toBeGreaterThan(2));
  });

  it("works again after the server ended its connection", async () => {
    const { duty, times } = counting();
    startWorker([duty]);
    await until(() => expect(times()).toBeGreaterThan(0));
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    const before = times();
    await until(() => expect(times()).toBeGreaterThan(before + 2));
  });

  it("works again after the server was stopped and started", async () => {
    const home = mkdtempSync(join(tmpdir(), "meridian-worker-"));
    chmodSync(home, 0o711);
    const options = { dataDir: join(home, "postgres"), port: await freePort(), password: "a-password-for-tests" };
    let cluster = await startCluster(options);
    const url = `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
    const own = openDatabase(url);
    let times = 0;
    const asking: Duty = {
      name: "asking",
      everyMs: 1,
      run: async () => {
        await own.pool.query("SELECT 1");
        times++;
        return null;
      },
    };
    try {
      const worker = startWorker([asking], url);
      await until(() => expect(times).toBeGreaterThan(0));
      cluster.stop();
      await until(() => expect(worker.state).toBe("database_unreachable"));
      const before = times;
      cluster = await startCluster(options);
      await until(() => expect(times).toBeGreaterThan(before));
      expect(worker.state).toBe("working");
    } finally {
      await own.close();
      cluster.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });

  it("says that the database cannot be reached, and stops all the same", async () => {
    const { duty, times } = counting();
    const worker = startWorker([duty], "postgres://nobody@127.0.0.1:1/none");
    await until(() => expect(worker.state).toBe("database_unreachable"));
    await worker.stop();
    expect(worker.state).toBe("stopped");
    expect(times()).toBe(0);
  });

  it("lets the duty that runs end before it has stopped", async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const run = async (): Promise<null> => {
      begun.resolve();
      await gate.promise;
      return null;
    };
    const worker = startWorker([{ name: "long", everyMs: 1_000, run }]);
    await begun.promise;
    let stopped = false;
    const stopping = worker.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    gate.resolve();
    await stopping;
  });
});
